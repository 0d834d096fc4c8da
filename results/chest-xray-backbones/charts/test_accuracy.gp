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
set rmargin at screen 0.80033
set tmargin at screen 0.83077
set bmargin at screen 0.12564
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Test accuracy' at screen 0.02000, screen 0.95641 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Accuracy after each epoch, 624 test images' at screen 0.02000, screen 0.91026 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'One seed.' at screen 0.02000, screen 0.87692 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [0.925:4.075]
set xtics ('1' 1, '2' 2, '3' 3, '4' 4)
set label 'Epoch' at screen 0.45517, screen 0.03590 center textcolor rgb '#222222'
set yrange [61.0769:87.641]
set ytics ('65' 65, '70' 70, '75' 75, '80' 80, '85' 85)
set label 'Accuracy (%)' at screen 0.02500, screen 0.47821 center rotate by 90 textcolor rgb '#222222'
set arrow from first 4, first 85.73717948717949 to screen 0.82200, screen 0.78023 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.82200, screen 0.78023 to screen 0.85533, screen 0.78023 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.83867, screen 0.78023 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'alexnet' at screen 0.86533, screen 0.78023 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 4, first 75.64102564102564 to screen 0.82200, screen 0.51224 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#e69f00'
set arrow from screen 0.82200, screen 0.51224 to screen 0.85533, screen 0.51224 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.83867, screen 0.51224 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'resnet50' at screen 0.86533, screen 0.51224 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 4, first 79.48717948717949 to screen 0.82200, screen 0.62080 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#009e73'
set arrow from screen 0.82200, screen 0.62080 to screen 0.85533, screen 0.62080 nohead linewidth 3 dashtype solid linecolor rgb '#009e73'
set label '' at screen 0.83867, screen 0.62080 point pointtype 9 pointsize 1.6 linecolor rgb '#009e73'
set label 'densenet201' at screen 0.86533, screen 0.62080 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 4, first 78.52564102564102 to screen 0.82200, screen 0.58234 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#d55e00'
set arrow from screen 0.82200, screen 0.58234 to screen 0.85533, screen 0.58234 nohead linewidth 3 dashtype solid linecolor rgb '#d55e00'
set label '' at screen 0.83867, screen 0.58234 point pointtype 13 pointsize 1.6 linecolor rgb '#d55e00'
set label 'vgg16' at screen 0.86533, screen 0.58234 left font 'DejaVu Sans,15' textcolor rgb '#222222'
plot \
    'test_accuracy.csv' skip 1 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.60 pointinterval 1, \
    'test_accuracy.csv' skip 1 using 1:3 with linespoints linewidth 3 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.60 pointinterval 1, \
    'test_accuracy.csv' skip 1 using 1:4 with linespoints linewidth 3 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.60 pointinterval 1, \
    'test_accuracy.csv' skip 1 using 1:5 with linespoints linewidth 3 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.60 pointinterval 1
