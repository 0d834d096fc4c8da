# Validation accuracy. Draws val_accuracy.png from val_accuracy.csv: gnuplot val_accuracy.gp
# As SVG or PDF: gnuplot -e "format='svg'" val_accuracy.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,780 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,780 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,8.125in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'val_accuracy.'.format
set encoding utf8
set datafile separator comma
set datafile commentschars ''
set lmargin at screen 0.11000
set rmargin at screen 0.76567
set tmargin at screen 0.83077
set bmargin at screen 0.12564
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Validation accuracy' at screen 0.02000, screen 0.95641 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Accuracy after each epoch, 1,010 to 1,011 validation images' at screen 0.02000, screen 0.91026 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Means over 5 folds; bands: their range.' at screen 0.02000, screen 0.87692 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [0.875:6.125]
set xtics ('1' 1, '2' 2, '3' 3, '4' 4, '5' 5, '6' 6)
set label 'Epoch' at screen 0.43783, screen 0.03590 center textcolor rgb '#222222'
set yrange [91.3175:98.2967]
set ytics ('92' 92, '93' 93, '94' 94, '95' 95, '96' 96, '97' 97, '98' 98)
set label 'Accuracy (%)' at screen 0.02500, screen 0.47821 center rotate by 90 textcolor rgb '#222222'
set arrow from first 6, first 97.4475227938224 to screen 0.78733, screen 0.74497 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.78733, screen 0.74497 to screen 0.82067, screen 0.74497 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.80400, screen 0.74497 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'resnet18-cosine' at screen 0.83067, screen 0.74497 left font 'DejaVu Sans,15' textcolor rgb '#222222'
plot \
    'val_accuracy.csv' skip 1 using 1:3:4 with filledcurves fillcolor rgb '#0072b2' fillstyle transparent solid 0.16 noborder, \
    'val_accuracy.csv' skip 1 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.60 pointinterval 1
