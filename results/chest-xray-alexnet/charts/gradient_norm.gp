# Gradient norm. Draws gradient_norm.png from gradient_norm.csv: gnuplot gradient_norm.gp
# As SVG or PDF: gnuplot -e "format='svg'" gradient_norm.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,780 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,780 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,8.125in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'gradient_norm.'.format
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
set label 'Gradient norm' at screen 0.02000, screen 0.95641 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Euclidean norm of the gradient with respect to all trained parameters, means over 13 steps.' at screen 0.02000, screen 0.91026 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'The first trial of each configuration.' at screen 0.02000, screen 0.87692 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [-14.8:754.8]
set xtics ('0' 0, '100' 100, '200' 200, '300' 300, '400' 400, '500' 500, '600' 600, '700' 700)
set label 'Step' at screen 0.42600, screen 0.03590 center textcolor rgb '#222222'
set logscale y
set yrange [0.713893:7.21424]
set ytics ('1' 1, '2' 2, '5' 5)
set label 'Gradient norm' at screen 0.02500, screen 0.47821 center rotate by 90 textcolor rgb '#222222'
set arrow from first 740, first 3.284398994807223 to screen 0.76367, screen 0.57887 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.76367, screen 0.57887 to screen 0.79700, screen 0.57887 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.78033, screen 0.57887 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'step' at screen 0.80700, screen 0.57887 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 740, first 2.5440339768597227 to screen 0.76367, screen 0.50194 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#e69f00'
set arrow from screen 0.76367, screen 0.50194 to screen 0.79700, screen 0.50194 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.78033, screen 0.50194 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'cosine' at screen 0.80700, screen 0.50194 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 740, first 3.64954538601358 to screen 0.76367, screen 0.65579 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#009e73'
set arrow from screen 0.76367, screen 0.65579 to screen 0.79700, screen 0.65579 nohead linewidth 3 dashtype solid linecolor rgb '#009e73'
set label '' at screen 0.78033, screen 0.65579 point pointtype 9 pointsize 1.6 linecolor rgb '#009e73'
set label 'exponential' at screen 0.80700, screen 0.65579 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 740, first 2.537136385773079 to screen 0.76367, screen 0.46348 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#d55e00'
set arrow from screen 0.76367, screen 0.46348 to screen 0.79700, screen 0.46348 nohead linewidth 3 dashtype solid linecolor rgb '#d55e00'
set label '' at screen 0.78033, screen 0.46348 point pointtype 13 pointsize 1.6 linecolor rgb '#d55e00'
set label 'polynomial' at screen 0.80700, screen 0.46348 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 740, first 3.403558728342531 to screen 0.76367, screen 0.61733 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#cc79a7'
set arrow from screen 0.76367, screen 0.61733 to screen 0.79700, screen 0.61733 nohead linewidth 3 dashtype solid linecolor rgb '#cc79a7'
set label '' at screen 0.78033, screen 0.61733 point pointtype 11 pointsize 1.6 linecolor rgb '#cc79a7'
set label 'naturalExponential' at screen 0.80700, screen 0.61733 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 740, first 2.5765830937307523 to screen 0.76367, screen 0.54041 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#56b4e9'
set arrow from screen 0.76367, screen 0.54041 to screen 0.79700, screen 0.54041 nohead linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9'
set label '' at screen 0.78033, screen 0.54041 point pointtype 7 pointsize 1.6 linecolor rgb '#56b4e9'
set label 'staircase' at screen 0.80700, screen 0.54041 left font 'DejaVu Sans,15' textcolor rgb '#222222'
plot \
    'gradient_norm.csv' skip 1 every ::0::56 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.3 pointinterval 9, \
    'gradient_norm.csv' skip 1 every ::57::113 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.3 pointinterval 8, \
    'gradient_norm.csv' skip 1 every ::114::170 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.3 pointinterval 7, \
    'gradient_norm.csv' skip 1 every ::171::227 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.3 pointinterval 9, \
    'gradient_norm.csv' skip 1 every ::228::284 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 1.3 pointinterval 8, \
    'gradient_norm.csv' skip 1 every ::285::341 using 1:2 with linespoints linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 1.3 pointinterval 7
