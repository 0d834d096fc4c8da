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
set rmargin at screen 0.74200
set tmargin at screen 0.83077
set bmargin at screen 0.12564
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Test accuracy' at screen 0.02000, screen 0.95641 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Accuracy after each epoch, 624 test images' at screen 0.02000, screen 0.91026 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'One seed.' at screen 0.02000, screen 0.87692 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [0.9:5.1]
set xtics ('1' 1, '2' 2, '3' 3, '4' 4, '5' 5)
set label 'Epoch' at screen 0.42600, screen 0.03590 center textcolor rgb '#222222'
set yrange [68.8365:85.1699]
set ytics ('70' 70, '72' 72, '74' 74, '76' 76, '78' 78, '80' 80, '82' 82, '84' 84)
set label 'Accuracy (%)' at screen 0.02500, screen 0.47821 center rotate by 90 textcolor rgb '#222222'
set arrow from first 5, first 79.48717948717949 to screen 0.76367, screen 0.58544 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.76367, screen 0.58544 to screen 0.79700, screen 0.58544 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.78033, screen 0.58544 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'step' at screen 0.80700, screen 0.58544 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 74.51923076923077 to screen 0.76367, screen 0.37097 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#e69f00'
set arrow from screen 0.76367, screen 0.37097 to screen 0.79700, screen 0.37097 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.78033, screen 0.37097 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'cosine' at screen 0.80700, screen 0.37097 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 84.2948717948718 to screen 0.76367, screen 0.79299 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#009e73'
set arrow from screen 0.76367, screen 0.79299 to screen 0.79700, screen 0.79299 nohead linewidth 3 dashtype solid linecolor rgb '#009e73'
set label '' at screen 0.78033, screen 0.79299 point pointtype 9 pointsize 1.6 linecolor rgb '#009e73'
set label 'exponential' at screen 0.80700, screen 0.79299 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 73.3974358974359 to screen 0.76367, screen 0.32254 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#d55e00'
set arrow from screen 0.76367, screen 0.32254 to screen 0.79700, screen 0.32254 nohead linewidth 3 dashtype solid linecolor rgb '#d55e00'
set label '' at screen 0.78033, screen 0.32254 point pointtype 13 pointsize 1.6 linecolor rgb '#d55e00'
set label 'polynomial' at screen 0.80700, screen 0.32254 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 78.0448717948718 to screen 0.76367, screen 0.52318 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#cc79a7'
set arrow from screen 0.76367, screen 0.52318 to screen 0.79700, screen 0.52318 nohead linewidth 3 dashtype solid linecolor rgb '#cc79a7'
set label '' at screen 0.78033, screen 0.52318 point pointtype 11 pointsize 1.6 linecolor rgb '#cc79a7'
set label 'naturalExponential' at screen 0.80700, screen 0.52318 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 83.17307692307693 to screen 0.76367, screen 0.74457 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#56b4e9'
set arrow from screen 0.76367, screen 0.74457 to screen 0.79700, screen 0.74457 nohead linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9'
set label '' at screen 0.78033, screen 0.74457 point pointtype 7 pointsize 1.6 linecolor rgb '#56b4e9'
set label 'staircase' at screen 0.80700, screen 0.74457 left font 'DejaVu Sans,15' textcolor rgb '#222222'
plot \
    'test_accuracy.csv' skip 1 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.60 pointinterval 1, \
    'test_accuracy.csv' skip 1 using 1:3 with linespoints linewidth 3 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.60 pointinterval 1, \
    'test_accuracy.csv' skip 1 using 1:4 with linespoints linewidth 3 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.60 pointinterval 1, \
    'test_accuracy.csv' skip 1 using 1:5 with linespoints linewidth 3 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.60 pointinterval 1, \
    'test_accuracy.csv' skip 1 using 1:6 with linespoints linewidth 3 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 1.60 pointinterval 1, \
    'test_accuracy.csv' skip 1 using 1:7 with linespoints linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 1.60 pointinterval 1
