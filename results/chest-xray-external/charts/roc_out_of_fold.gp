# ROC curves of the out-of-fold predictions. Draws roc_out_of_fold.png from roc_out_of_fold.csv: gnuplot roc_out_of_fold.gp
# As SVG or PDF: gnuplot -e "format='svg'" roc_out_of_fold.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,870 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,870 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,9.062in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'roc_out_of_fold.'.format
set encoding utf8
set datafile separator comma
set datafile commentschars ''
set lmargin at screen 0.11000
set rmargin at screen 0.64333
set tmargin at screen 0.84828
set bmargin at screen 0.11264
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'ROC curves of the out-of-fold predictions' at screen 0.02000, screen 0.96092 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Positive class: PNEUMONIA; 5,054 images of all folds; beside each name: area under the curve (AUROC).' at screen 0.02000, screen 0.91954 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'One seed. Dashed: random predictions.' at screen 0.02000, screen 0.88966 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [-0.02:1.02]
set xtics ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6000000000000001, '0.8' 0.8, '1.0' 1)
set label 'False-positive rate (1 - specificity)' at screen 0.37667, screen 0.03218 center textcolor rgb '#222222'
set yrange [-0.02:1.02]
set ytics ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6000000000000001, '0.8' 0.8, '1.0' 1)
set label 'True-positive rate (sensitivity)' at screen 0.02500, screen 0.48046 center rotate by 90 textcolor rgb '#222222'
set arrow from first 1, first 1 to screen 0.66500, screen 0.83413 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.66500, screen 0.83413 to screen 0.69833, screen 0.83413 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.68167, screen 0.83413 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'resnet18-cosine  0.997' at screen 0.70833, screen 0.83413 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 0, first 0 to first 1, first 1 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'roc_out_of_fold.csv' skip 1 every ::0::188 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.3 pointinterval 31
