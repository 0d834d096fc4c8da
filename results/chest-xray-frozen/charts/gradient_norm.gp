# Gradient norm. Draws gradient_norm.png from gradient_norm.csv: gnuplot gradient_norm.gp
# As SVG or PDF: gnuplot -e "format='svg'" gradient_norm.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,806 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,806 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,8.396in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'gradient_norm.'.format
set encoding utf8
set datafile separator comma
set datafile commentschars ''
set lmargin at screen 0.09667
set rmargin at screen 0.73533
set tmargin at screen 0.84367
set bmargin at screen 0.12159
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Gradient norm' at screen 0.02000, screen 0.95782 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Euclidean norm of the gradient with respect to all trained parameters, means over 13 steps.' at screen 0.02000, screen 0.91315 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'The first trial of each configuration.' at screen 0.02000, screen 0.88089 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set tics font ',14'
set xrange [-14.8:754.8]
set xtics ('0' 0, '100' 100, '200' 200, '300' 300, '400' 400, '500' 500, '600' 600, '700' 700)
set label 'Step' at screen 0.41600, screen 0.03474 center textcolor rgb '#222222'
set logscale y
set yrange [0.239157:16.6596]
set ytics ('0.5' 0.5, '1' 1, '2' 2, '5' 5, '10' 10)
set label 'Gradient norm' at screen 0.02500, screen 0.48263 center rotate by 90 textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.79156 to screen 0.79700, screen 0.79156 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.78033, screen 0.79156 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'constant' at screen 0.80700, screen 0.79156 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.75186 to screen 0.79700, screen 0.75186 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.78033, screen 0.75186 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'step' at screen 0.80700, screen 0.75186 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.71216 to screen 0.79700, screen 0.71216 nohead linewidth 3 dashtype solid linecolor rgb '#009e73'
set label '' at screen 0.78033, screen 0.71216 point pointtype 9 pointsize 1.6 linecolor rgb '#009e73'
set label 'cosine' at screen 0.80700, screen 0.71216 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.67246 to screen 0.79700, screen 0.67246 nohead linewidth 3 dashtype solid linecolor rgb '#d55e00'
set label '' at screen 0.78033, screen 0.67246 point pointtype 13 pointsize 1.6 linecolor rgb '#d55e00'
set label 'exponential' at screen 0.80700, screen 0.67246 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.63275 to screen 0.79700, screen 0.63275 nohead linewidth 3 dashtype solid linecolor rgb '#cc79a7'
set label '' at screen 0.78033, screen 0.63275 point pointtype 11 pointsize 1.6 linecolor rgb '#cc79a7'
set label 'polynomial' at screen 0.80700, screen 0.63275 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.59305 to screen 0.79700, screen 0.59305 nohead linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9'
set label '' at screen 0.78033, screen 0.59305 point pointtype 7 pointsize 1.6 linecolor rgb '#56b4e9'
set label 'naturalExponential' at screen 0.80700, screen 0.59305 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.55335 to screen 0.79700, screen 0.55335 nohead linewidth 3 dashtype (14,6) linecolor rgb '#333333'
set label '' at screen 0.78033, screen 0.55335 point pointtype 5 pointsize 1.6 linecolor rgb '#333333'
set label 'staircase' at screen 0.80700, screen 0.55335 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set multiplot
unset logscale
set lmargin at screen 0.09667
set rmargin at screen 0.40350
set tmargin at screen 0.80645
set bmargin at screen 0.49628
set xrange [-14.8:754.8]
set xtics ('' 0, '' 100, '' 200, '' 300, '' 400, '' 500, '' 600, '' 700)
set logscale y
set yrange [0.239157:16.6596]
set ytics ('0.5' 0.5, '1' 1, '2' 2, '5' 5, '10' 10)
set label 'network = vgg16' at screen 0.09667, screen 0.82754 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'gradient_norm.csv' skip 1 every ::0::56 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 0.9 pointinterval 9, \
    'gradient_norm.csv' skip 1 every ::57::113 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 0.9 pointinterval 8, \
    'gradient_norm.csv' skip 1 every ::114::170 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 0.9 pointinterval 7, \
    'gradient_norm.csv' skip 1 every ::171::227 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 0.9 pointinterval 9, \
    'gradient_norm.csv' skip 1 every ::228::284 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 0.9 pointinterval 8, \
    'gradient_norm.csv' skip 1 every ::285::341 using 1:2 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 0.9 pointinterval 7, \
    'gradient_norm.csv' skip 1 every ::342::398 using 1:2 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 0.9 pointinterval 9
unset label
unset arrow
unset logscale
set lmargin at screen 0.42850
set rmargin at screen 0.73533
set tmargin at screen 0.80645
set bmargin at screen 0.49628
set xrange [-14.8:754.8]
set xtics ('' 0, '' 100, '' 200, '' 300, '' 400, '' 500, '' 600, '' 700)
set logscale y
set yrange [0.239157:16.6596]
set ytics ('' 0.5, '' 1, '' 2, '' 5, '' 10)
set label 'network = alexnet' at screen 0.42850, screen 0.82754 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'gradient_norm.csv' skip 1 every ::399::455 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 0.9 pointinterval 8, \
    'gradient_norm.csv' skip 1 every ::456::512 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 0.9 pointinterval 7, \
    'gradient_norm.csv' skip 1 every ::513::569 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 0.9 pointinterval 9, \
    'gradient_norm.csv' skip 1 every ::570::626 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 0.9 pointinterval 8, \
    'gradient_norm.csv' skip 1 every ::627::683 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 0.9 pointinterval 7, \
    'gradient_norm.csv' skip 1 every ::684::740 using 1:2 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 0.9 pointinterval 9, \
    'gradient_norm.csv' skip 1 every ::741::797 using 1:2 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 0.9 pointinterval 8
unset label
unset arrow
unset logscale
set lmargin at screen 0.09667
set rmargin at screen 0.40350
set tmargin at screen 0.43176
set bmargin at screen 0.12159
set xrange [-14.8:754.8]
set xtics ('0' 0, '100' 100, '200' 200, '300' 300, '400' 400, '500' 500, '600' 600, '700' 700)
set logscale y
set yrange [0.239157:16.6596]
set ytics ('0.5' 0.5, '1' 1, '2' 2, '5' 5, '10' 10)
set label 'network = resnet50' at screen 0.09667, screen 0.45285 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'gradient_norm.csv' skip 1 every ::798::854 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 0.9 pointinterval 7, \
    'gradient_norm.csv' skip 1 every ::855::911 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 0.9 pointinterval 9, \
    'gradient_norm.csv' skip 1 every ::912::968 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 0.9 pointinterval 8, \
    'gradient_norm.csv' skip 1 every ::969::1025 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 0.9 pointinterval 7, \
    'gradient_norm.csv' skip 1 every ::1026::1082 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 0.9 pointinterval 9, \
    'gradient_norm.csv' skip 1 every ::1083::1139 using 1:2 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 0.9 pointinterval 8, \
    'gradient_norm.csv' skip 1 every ::1140::1196 using 1:2 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 0.9 pointinterval 7
unset label
unset arrow
unset logscale
set lmargin at screen 0.42850
set rmargin at screen 0.73533
set tmargin at screen 0.43176
set bmargin at screen 0.12159
set xrange [-14.8:754.8]
set xtics ('0' 0, '100' 100, '200' 200, '300' 300, '400' 400, '500' 500, '600' 600, '700' 700)
set logscale y
set yrange [0.239157:16.6596]
set ytics ('' 0.5, '' 1, '' 2, '' 5, '' 10)
set label 'network = densenet201' at screen 0.42850, screen 0.45285 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'gradient_norm.csv' skip 1 every ::1197::1253 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 0.9 pointinterval 9, \
    'gradient_norm.csv' skip 1 every ::1254::1310 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 0.9 pointinterval 8, \
    'gradient_norm.csv' skip 1 every ::1311::1367 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 0.9 pointinterval 7, \
    'gradient_norm.csv' skip 1 every ::1368::1424 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 0.9 pointinterval 9, \
    'gradient_norm.csv' skip 1 every ::1425::1481 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 0.9 pointinterval 8, \
    'gradient_norm.csv' skip 1 every ::1482::1538 using 1:2 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 0.9 pointinterval 7, \
    'gradient_norm.csv' skip 1 every ::1539::1595 using 1:2 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 0.9 pointinterval 9
unset label
unset arrow
unset multiplot
