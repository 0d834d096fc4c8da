# ROC curves. Draws roc.png from roc.csv: gnuplot roc.gp
# As SVG or PDF: gnuplot -e "format='svg'" roc.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,833 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,833 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,8.677in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'roc.'.format
set encoding utf8
set datafile separator comma
set datafile commentschars ''
set lmargin at screen 0.11000
set rmargin at screen 0.61300
set tmargin at screen 0.84154
set bmargin at screen 0.11765
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'ROC curves' at screen 0.02000, screen 0.95918 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Positive class: PNEUMONIA; 400 images and 617 internal test images; beside each name: area under the curve (AUROC).' at screen 0.02000, screen 0.91597 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Dashed: random predictions.' at screen 0.02000, screen 0.88475 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [-0.02:1.02]
set xtics ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6000000000000001, '0.8' 0.8, '1.0' 1)
set label 'False-positive rate (1 - specificity)' at screen 0.36150, screen 0.03361 center textcolor rgb '#222222'
set yrange [-0.02:1.02]
set ytics ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6000000000000001, '0.8' 0.8, '1.0' 1)
set label 'True-positive rate (sensitivity)' at screen 0.02500, screen 0.47959 center rotate by 90 textcolor rgb '#222222'
set arrow from first 1, first 1 to screen 0.63467, screen 0.80961 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.63467, screen 0.80961 to screen 0.66800, screen 0.80961 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.65133, screen 0.80961 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'phantoms-resnet18-cosine  0.600' at screen 0.67800, screen 0.80961 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 1, first 1 to screen 0.63467, screen 0.84562 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#e69f00'
set arrow from screen 0.63467, screen 0.84562 to screen 0.66800, screen 0.84562 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.65133, screen 0.84562 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'internal test  0.936' at screen 0.67800, screen 0.84562 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 0, first 0 to first 1, first 1 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'roc.csv' skip 1 every ::0::170 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.3 pointinterval 28, \
    'roc.csv' skip 1 every ::171::285 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.3 pointinterval 16
