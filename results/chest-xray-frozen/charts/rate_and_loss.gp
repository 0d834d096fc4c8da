# Learning rate and training loss. Draws rate_and_loss.png from rate_and_loss.csv: gnuplot rate_and_loss.gp
# As SVG or PDF: gnuplot -e "format='svg'" rate_and_loss.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,906 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,906 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,9.438in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'rate_and_loss.'.format
set encoding utf8
set datafile separator comma
set datafile commentschars ''
set lmargin at screen 0.13042
set rmargin at screen 0.73533
set tmargin at screen 0.86093
set bmargin at screen 0.10817
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Learning rate and training loss' at screen 0.02000, screen 0.96247 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Top: learning rate; bottom: loss on the training images, means over 13 steps.' at screen 0.02000, screen 0.92274 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'The first trial of each configuration.' at screen 0.02000, screen 0.89404 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set tics font ',14'
set xrange [-14.8:754.8]
set xtics ('0' 0, '100' 100, '200' 200, '300' 300, '400' 400, '500' 500, '600' 600, '700' 700)
set label 'Step' at screen 0.43288, screen 0.03091 center textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.81457 to screen 0.79700, screen 0.81457 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.78033, screen 0.81457 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'constant' at screen 0.80700, screen 0.81457 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.77925 to screen 0.79700, screen 0.77925 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.78033, screen 0.77925 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'step' at screen 0.80700, screen 0.77925 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.74393 to screen 0.79700, screen 0.74393 nohead linewidth 3 dashtype solid linecolor rgb '#009e73'
set label '' at screen 0.78033, screen 0.74393 point pointtype 9 pointsize 1.6 linecolor rgb '#009e73'
set label 'cosine' at screen 0.80700, screen 0.74393 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.70861 to screen 0.79700, screen 0.70861 nohead linewidth 3 dashtype solid linecolor rgb '#d55e00'
set label '' at screen 0.78033, screen 0.70861 point pointtype 13 pointsize 1.6 linecolor rgb '#d55e00'
set label 'exponential' at screen 0.80700, screen 0.70861 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.67329 to screen 0.79700, screen 0.67329 nohead linewidth 3 dashtype solid linecolor rgb '#cc79a7'
set label '' at screen 0.78033, screen 0.67329 point pointtype 11 pointsize 1.6 linecolor rgb '#cc79a7'
set label 'polynomial' at screen 0.80700, screen 0.67329 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.63797 to screen 0.79700, screen 0.63797 nohead linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9'
set label '' at screen 0.78033, screen 0.63797 point pointtype 7 pointsize 1.6 linecolor rgb '#56b4e9'
set label 'naturalExponential' at screen 0.80700, screen 0.63797 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.60265 to screen 0.79700, screen 0.60265 nohead linewidth 3 dashtype (14,6) linecolor rgb '#333333'
set label '' at screen 0.78033, screen 0.60265 point pointtype 5 pointsize 1.6 linecolor rgb '#333333'
set label 'staircase' at screen 0.80700, screen 0.60265 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set multiplot
unset logscale
set lmargin at screen 0.13042
set rmargin at screen 0.42038
set tmargin at screen 0.82781
set bmargin at screen 0.73289
set xrange [-14.8:754.8]
set xtics ('' 0, '' 100, '' 200, '' 300, '' 400, '' 500, '' 600, '' 700)
set yrange [-2e-05:0.00106]
set ytics ('0.0000' 0, '0.0006' 0.0006000000000000001)
set label 'network = vgg16' at screen 0.13042, screen 0.84658 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set label 'Rate' at screen 0.02333, screen 0.78035 center rotate by 90 font ',14' textcolor rgb '#222222'
plot \
    'rate_and_loss.csv' skip 1 every ::0::56 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 0.9 pointinterval 9, \
    'rate_and_loss.csv' skip 1 every ::57::113 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 0.9 pointinterval 8, \
    'rate_and_loss.csv' skip 1 every ::114::170 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 0.9 pointinterval 7, \
    'rate_and_loss.csv' skip 1 every ::171::227 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 0.9 pointinterval 9, \
    'rate_and_loss.csv' skip 1 every ::228::284 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 0.9 pointinterval 8, \
    'rate_and_loss.csv' skip 1 every ::285::341 using 1:2 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 0.9 pointinterval 7, \
    'rate_and_loss.csv' skip 1 every ::342::398 using 1:2 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 0.9 pointinterval 9
unset label
unset arrow
unset logscale
set lmargin at screen 0.13042
set rmargin at screen 0.42038
set tmargin at screen 0.71523
set bmargin at screen 0.49669
set xrange [-14.8:754.8]
set xtics ('' 0, '' 100, '' 200, '' 300, '' 400, '' 500, '' 600, '' 700)
set logscale y
set yrange [0.0469105:2.68191]
set ytics ('0.05' 0.05, '0.1' 0.1, '0.2' 0.2, '0.5' 0.5, '1' 1, '2' 2)
set label 'Loss' at screen 0.02333, screen 0.60596 center rotate by 90 font ',14' textcolor rgb '#222222'
plot \
    'rate_and_loss.csv' skip 1 every ::0::56 using 1:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 0.9 pointinterval 9, \
    'rate_and_loss.csv' skip 1 every ::57::113 using 1:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 0.9 pointinterval 8, \
    'rate_and_loss.csv' skip 1 every ::114::170 using 1:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 0.9 pointinterval 7, \
    'rate_and_loss.csv' skip 1 every ::171::227 using 1:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 0.9 pointinterval 9, \
    'rate_and_loss.csv' skip 1 every ::228::284 using 1:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 0.9 pointinterval 8, \
    'rate_and_loss.csv' skip 1 every ::285::341 using 1:3 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 0.9 pointinterval 7, \
    'rate_and_loss.csv' skip 1 every ::342::398 using 1:3 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 0.9 pointinterval 9
unset label
unset arrow
unset logscale
set lmargin at screen 0.44538
set rmargin at screen 0.73533
set tmargin at screen 0.82781
set bmargin at screen 0.73289
set xrange [-14.8:754.8]
set xtics ('' 0, '' 100, '' 200, '' 300, '' 400, '' 500, '' 600, '' 700)
set yrange [-2e-05:0.00106]
set ytics ('' 0, '' 0.0006000000000000001)
set label 'network = alexnet' at screen 0.44538, screen 0.84658 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'rate_and_loss.csv' skip 1 every ::399::455 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 0.9 pointinterval 8, \
    'rate_and_loss.csv' skip 1 every ::456::512 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 0.9 pointinterval 7, \
    'rate_and_loss.csv' skip 1 every ::513::569 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 0.9 pointinterval 9, \
    'rate_and_loss.csv' skip 1 every ::570::626 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 0.9 pointinterval 8, \
    'rate_and_loss.csv' skip 1 every ::627::683 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 0.9 pointinterval 7, \
    'rate_and_loss.csv' skip 1 every ::684::740 using 1:2 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 0.9 pointinterval 9, \
    'rate_and_loss.csv' skip 1 every ::741::797 using 1:2 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 0.9 pointinterval 8
unset label
unset arrow
unset logscale
set lmargin at screen 0.44538
set rmargin at screen 0.73533
set tmargin at screen 0.71523
set bmargin at screen 0.49669
set xrange [-14.8:754.8]
set xtics ('' 0, '' 100, '' 200, '' 300, '' 400, '' 500, '' 600, '' 700)
set logscale y
set yrange [0.0469105:2.68191]
set ytics ('' 0.05, '' 0.1, '' 0.2, '' 0.5, '' 1, '' 2)
plot \
    'rate_and_loss.csv' skip 1 every ::399::455 using 1:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 0.9 pointinterval 8, \
    'rate_and_loss.csv' skip 1 every ::456::512 using 1:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 0.9 pointinterval 7, \
    'rate_and_loss.csv' skip 1 every ::513::569 using 1:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 0.9 pointinterval 9, \
    'rate_and_loss.csv' skip 1 every ::570::626 using 1:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 0.9 pointinterval 8, \
    'rate_and_loss.csv' skip 1 every ::627::683 using 1:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 0.9 pointinterval 7, \
    'rate_and_loss.csv' skip 1 every ::684::740 using 1:3 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 0.9 pointinterval 9, \
    'rate_and_loss.csv' skip 1 every ::741::797 using 1:3 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 0.9 pointinterval 8
unset label
unset arrow
unset logscale
set lmargin at screen 0.13042
set rmargin at screen 0.42038
set tmargin at screen 0.43929
set bmargin at screen 0.34437
set xrange [-14.8:754.8]
set xtics ('' 0, '' 100, '' 200, '' 300, '' 400, '' 500, '' 600, '' 700)
set yrange [-2e-05:0.00106]
set ytics ('0.0000' 0, '0.0006' 0.0006000000000000001)
set label 'network = resnet50' at screen 0.13042, screen 0.45806 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set label 'Rate' at screen 0.02333, screen 0.39183 center rotate by 90 font ',14' textcolor rgb '#222222'
plot \
    'rate_and_loss.csv' skip 1 every ::798::854 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 0.9 pointinterval 7, \
    'rate_and_loss.csv' skip 1 every ::855::911 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 0.9 pointinterval 9, \
    'rate_and_loss.csv' skip 1 every ::912::968 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 0.9 pointinterval 8, \
    'rate_and_loss.csv' skip 1 every ::969::1025 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 0.9 pointinterval 7, \
    'rate_and_loss.csv' skip 1 every ::1026::1082 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 0.9 pointinterval 9, \
    'rate_and_loss.csv' skip 1 every ::1083::1139 using 1:2 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 0.9 pointinterval 8, \
    'rate_and_loss.csv' skip 1 every ::1140::1196 using 1:2 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 0.9 pointinterval 7
unset label
unset arrow
unset logscale
set lmargin at screen 0.13042
set rmargin at screen 0.42038
set tmargin at screen 0.32671
set bmargin at screen 0.10817
set xrange [-14.8:754.8]
set xtics ('0' 0, '100' 100, '200' 200, '300' 300, '400' 400, '500' 500, '600' 600, '700' 700)
set logscale y
set yrange [0.0469105:2.68191]
set ytics ('0.05' 0.05, '0.1' 0.1, '0.2' 0.2, '0.5' 0.5, '1' 1, '2' 2)
set label 'Loss' at screen 0.02333, screen 0.21744 center rotate by 90 font ',14' textcolor rgb '#222222'
plot \
    'rate_and_loss.csv' skip 1 every ::798::854 using 1:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 0.9 pointinterval 7, \
    'rate_and_loss.csv' skip 1 every ::855::911 using 1:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 0.9 pointinterval 9, \
    'rate_and_loss.csv' skip 1 every ::912::968 using 1:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 0.9 pointinterval 8, \
    'rate_and_loss.csv' skip 1 every ::969::1025 using 1:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 0.9 pointinterval 7, \
    'rate_and_loss.csv' skip 1 every ::1026::1082 using 1:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 0.9 pointinterval 9, \
    'rate_and_loss.csv' skip 1 every ::1083::1139 using 1:3 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 0.9 pointinterval 8, \
    'rate_and_loss.csv' skip 1 every ::1140::1196 using 1:3 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 0.9 pointinterval 7
unset label
unset arrow
unset logscale
set lmargin at screen 0.44538
set rmargin at screen 0.73533
set tmargin at screen 0.43929
set bmargin at screen 0.34437
set xrange [-14.8:754.8]
set xtics ('' 0, '' 100, '' 200, '' 300, '' 400, '' 500, '' 600, '' 700)
set yrange [-2e-05:0.00106]
set ytics ('' 0, '' 0.0006000000000000001)
set label 'network = densenet201' at screen 0.44538, screen 0.45806 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'rate_and_loss.csv' skip 1 every ::1197::1253 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 0.9 pointinterval 9, \
    'rate_and_loss.csv' skip 1 every ::1254::1310 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 0.9 pointinterval 8, \
    'rate_and_loss.csv' skip 1 every ::1311::1367 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 0.9 pointinterval 7, \
    'rate_and_loss.csv' skip 1 every ::1368::1424 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 0.9 pointinterval 9, \
    'rate_and_loss.csv' skip 1 every ::1425::1481 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 0.9 pointinterval 8, \
    'rate_and_loss.csv' skip 1 every ::1482::1538 using 1:2 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 0.9 pointinterval 7, \
    'rate_and_loss.csv' skip 1 every ::1539::1595 using 1:2 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 0.9 pointinterval 9
unset label
unset arrow
unset logscale
set lmargin at screen 0.44538
set rmargin at screen 0.73533
set tmargin at screen 0.32671
set bmargin at screen 0.10817
set xrange [-14.8:754.8]
set xtics ('0' 0, '100' 100, '200' 200, '300' 300, '400' 400, '500' 500, '600' 600, '700' 700)
set logscale y
set yrange [0.0469105:2.68191]
set ytics ('' 0.05, '' 0.1, '' 0.2, '' 0.5, '' 1, '' 2)
plot \
    'rate_and_loss.csv' skip 1 every ::1197::1253 using 1:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 0.9 pointinterval 9, \
    'rate_and_loss.csv' skip 1 every ::1254::1310 using 1:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 0.9 pointinterval 8, \
    'rate_and_loss.csv' skip 1 every ::1311::1367 using 1:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 0.9 pointinterval 7, \
    'rate_and_loss.csv' skip 1 every ::1368::1424 using 1:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 0.9 pointinterval 9, \
    'rate_and_loss.csv' skip 1 every ::1425::1481 using 1:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 0.9 pointinterval 8, \
    'rate_and_loss.csv' skip 1 every ::1482::1538 using 1:3 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 0.9 pointinterval 7, \
    'rate_and_loss.csv' skip 1 every ::1539::1595 using 1:3 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 0.9 pointinterval 9
unset label
unset arrow
unset multiplot
