# Test accuracy. Draws test_accuracy.png from test_accuracy.csv: gnuplot test_accuracy.gp
# As SVG or PDF: gnuplot -e "format='svg'" test_accuracy.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,780 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,780 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,8.125in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'test_accuracy.'.format
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
set label 'Test accuracy' at screen 0.02000, screen 0.95641 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Accuracy after each epoch, 617 test images' at screen 0.02000, screen 0.91026 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Means over 5 folds; bands: their range.' at screen 0.02000, screen 0.87692 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [0.875:6.125]
set xtics ('1' 1, '2' 2, '3' 3, '4' 4, '5' 5, '6' 6)
set label 'Epoch' at screen 0.43783, screen 0.03590 center textcolor rgb '#222222'
set yrange [68.5381:87.0535]
set ytics ('70' 70, '72' 72, '74' 74, '76' 76, '78' 78, '80' 80, '82' 82, '84' 84, '86' 86)
set label 'Accuracy (%)' at screen 0.02500, screen 0.47821 center rotate by 90 textcolor rgb '#222222'
set arrow from first 6, first 75.46191247974068 to screen 0.78733, screen 0.38932 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.78733, screen 0.38932 to screen 0.82067, screen 0.38932 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.80400, screen 0.38932 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'resnet18-cosine' at screen 0.83067, screen 0.38932 left font 'DejaVu Sans,15' textcolor rgb '#222222'
plot \
    'test_accuracy.csv' skip 1 using 1:3:4 with filledcurves fillcolor rgb '#0072b2' fillstyle transparent solid 0.16 noborder, \
    'test_accuracy.csv' skip 1 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.60 pointinterval 1
