# Learning rates. Draws learning_rate.png from learning_rate.csv: gnuplot learning_rate.gp
# As SVG or PDF: gnuplot -e "format='svg'" learning_rate.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,780 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,780 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,8.125in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'learning_rate.'.format
set encoding utf8
set datafile separator comma
set datafile commentschars ''
set lmargin at screen 0.13042
set rmargin at screen 0.74200
set tmargin at screen 0.86410
set bmargin at screen 0.12564
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Learning rates' at screen 0.02000, screen 0.95641 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'The learning rate of the optimizer in each epoch.' at screen 0.02000, screen 0.91026 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [0.9:5.1]
set xtics ('1' 1, '2' 2, '3' 3, '4' 4, '5' 5)
set label 'Epoch' at screen 0.43621, screen 0.03590 center textcolor rgb '#222222'
set yrange [-2e-05:0.00106]
set ytics ('0.0000' 0, '0.0002' 0.0002, '0.0004' 0.0004, '0.0006' 0.0006000000000000001, '0.0008' 0.0008, '0.0010' 0.001)
set label 'Learning rate' at screen 0.02500, screen 0.49487 center rotate by 90 textcolor rgb '#222222'
set arrow from first 5, first 0.001 to screen 0.76367, screen 0.83554 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.76367, screen 0.83554 to screen 0.79700, screen 0.83554 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.78033, screen 0.83554 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'constant' at screen 0.80700, screen 0.83554 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 6.25e-05 to screen 0.76367, screen 0.19359 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#e69f00'
set arrow from screen 0.76367, screen 0.19359 to screen 0.79700, screen 0.19359 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.78033, screen 0.19359 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'step' at screen 0.80700, screen 0.19359 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 0.00018594235253127368 to screen 0.76367, screen 0.26646 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#009e73'
set arrow from screen 0.76367, screen 0.26646 to screen 0.79700, screen 0.26646 nohead linewidth 3 dashtype solid linecolor rgb '#009e73'
set label '' at screen 0.78033, screen 0.26646 point pointtype 9 pointsize 1.6 linecolor rgb '#009e73'
set label 'cosine' at screen 0.80700, screen 0.26646 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 0.0008145062499999999 to screen 0.76367, screen 0.70327 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#d55e00'
set arrow from screen 0.76367, screen 0.70327 to screen 0.79700, screen 0.70327 nohead linewidth 3 dashtype solid linecolor rgb '#d55e00'
set label '' at screen 0.78033, screen 0.70327 point pointtype 13 pointsize 1.6 linecolor rgb '#d55e00'
set label 'exponential' at screen 0.80700, screen 0.70327 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 3.999999999999998e-05 to screen 0.76367, screen 0.15513 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#cc79a7'
set arrow from screen 0.76367, screen 0.15513 to screen 0.79700, screen 0.15513 nohead linewidth 3 dashtype solid linecolor rgb '#cc79a7'
set label '' at screen 0.78033, screen 0.15513 point pointtype 11 pointsize 1.6 linecolor rgb '#cc79a7'
set label 'polynomial' at screen 0.80700, screen 0.15513 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 0.0009801986733067552 to screen 0.76367, screen 0.79708 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#56b4e9'
set arrow from screen 0.76367, screen 0.79708 to screen 0.79700, screen 0.79708 nohead linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9'
set label '' at screen 0.78033, screen 0.79708 point pointtype 7 pointsize 1.6 linecolor rgb '#56b4e9'
set label 'naturalExponential' at screen 0.80700, screen 0.79708 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 0.0007788007830714049 to screen 0.76367, screen 0.66481 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#333333'
set arrow from screen 0.76367, screen 0.66481 to screen 0.79700, screen 0.66481 nohead linewidth 3 dashtype (14,6) linecolor rgb '#333333'
set label '' at screen 0.78033, screen 0.66481 point pointtype 5 pointsize 1.6 linecolor rgb '#333333'
set label 'staircase' at screen 0.80700, screen 0.66481 left font 'DejaVu Sans,15' textcolor rgb '#222222'
plot \
    'learning_rate.csv' skip 1 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.60 pointinterval 1, \
    'learning_rate.csv' skip 1 using 1:3 with linespoints linewidth 3 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.60 pointinterval 1, \
    'learning_rate.csv' skip 1 using 1:4 with linespoints linewidth 3 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.60 pointinterval 1, \
    'learning_rate.csv' skip 1 using 1:5 with linespoints linewidth 3 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.60 pointinterval 1, \
    'learning_rate.csv' skip 1 using 1:6 with linespoints linewidth 3 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 1.60 pointinterval 1, \
    'learning_rate.csv' skip 1 using 1:7 with linespoints linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 1.60 pointinterval 1, \
    'learning_rate.csv' skip 1 using 1:8 with linespoints linewidth 3 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 1.60 pointinterval 1
