# ROC curves. Draws roc.png from roc.csv: gnuplot roc.gp
# As SVG or PDF: gnuplot -e "format='svg'" roc.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,1088 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,1088 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,11.333in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'roc.'.format
set encoding utf8
set datafile separator comma
set datafile commentschars ''
set lmargin at screen 0.09667
set rmargin at screen 0.73533
set tmargin at screen 0.88419
set bmargin at screen 0.09007
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'ROC curves' at screen 0.02000, screen 0.96875 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Positive class: PNEUMONIA; 624 test images; beside each name: area under the curve (AUROC).' at screen 0.02000, screen 0.93566 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Means over 3 seeds. Dashed: random predictions.' at screen 0.02000, screen 0.91176 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set tics font ',14'
set xrange [-0.02:1.02]
set xtics ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6000000000000001, '0.8' 0.8, '1.0' 1)
set label 'False-positive rate (1 - specificity)' at screen 0.41600, screen 0.02574 center textcolor rgb '#222222'
set yrange [-0.02:1.02]
set ytics ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6000000000000001, '0.8' 0.8, '1.0' 1)
set label 'True-positive rate (sensitivity)' at screen 0.02500, screen 0.48713 center rotate by 90 textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.84559 to screen 0.79700, screen 0.84559 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.78033, screen 0.84559 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'constant' at screen 0.80700, screen 0.84559 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.81618 to screen 0.79700, screen 0.81618 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.78033, screen 0.81618 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'step' at screen 0.80700, screen 0.81618 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.78676 to screen 0.79700, screen 0.78676 nohead linewidth 3 dashtype solid linecolor rgb '#009e73'
set label '' at screen 0.78033, screen 0.78676 point pointtype 9 pointsize 1.6 linecolor rgb '#009e73'
set label 'cosine' at screen 0.80700, screen 0.78676 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.75735 to screen 0.79700, screen 0.75735 nohead linewidth 3 dashtype solid linecolor rgb '#d55e00'
set label '' at screen 0.78033, screen 0.75735 point pointtype 13 pointsize 1.6 linecolor rgb '#d55e00'
set label 'exponential' at screen 0.80700, screen 0.75735 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.72794 to screen 0.79700, screen 0.72794 nohead linewidth 3 dashtype solid linecolor rgb '#cc79a7'
set label '' at screen 0.78033, screen 0.72794 point pointtype 11 pointsize 1.6 linecolor rgb '#cc79a7'
set label 'polynomial' at screen 0.80700, screen 0.72794 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.69853 to screen 0.79700, screen 0.69853 nohead linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9'
set label '' at screen 0.78033, screen 0.69853 point pointtype 7 pointsize 1.6 linecolor rgb '#56b4e9'
set label 'naturalExponential' at screen 0.80700, screen 0.69853 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.66912 to screen 0.79700, screen 0.66912 nohead linewidth 3 dashtype (14,6) linecolor rgb '#333333'
set label '' at screen 0.78033, screen 0.66912 point pointtype 5 pointsize 1.6 linecolor rgb '#333333'
set label 'staircase' at screen 0.80700, screen 0.66912 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set multiplot
unset logscale
set lmargin at screen 0.09667
set rmargin at screen 0.40350
set tmargin at screen 0.83548
set bmargin at screen 0.49706
set xrange [-0.02:1.02]
set xtics ('' 0, '' 0.2, '' 0.4, '' 0.6000000000000001, '' 0.8, '' 1)
set yrange [-0.02:1.02]
set ytics ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6000000000000001, '0.8' 0.8, '1.0' 1)
set label 'network = vgg16  0.915–0.931' at screen 0.09667, screen 0.85110 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set arrow from first 0, first 0 to first 1, first 1 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'roc.csv' skip 1 every ::0::206 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 0.9 pointinterval 34, \
    'roc.csv' skip 1 every ::207::431 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 0.9 pointinterval 32, \
    'roc.csv' skip 1 every ::432::650 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 0.9 pointinterval 27, \
    'roc.csv' skip 1 every ::651::871 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 0.9 pointinterval 36, \
    'roc.csv' skip 1 every ::872::1104 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 0.9 pointinterval 33, \
    'roc.csv' skip 1 every ::1105::1313 using 1:2 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 0.9 pointinterval 26, \
    'roc.csv' skip 1 every ::1314::1536 using 1:2 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 0.9 pointinterval 37
unset label
unset arrow
unset logscale
set lmargin at screen 0.42850
set rmargin at screen 0.73533
set tmargin at screen 0.83548
set bmargin at screen 0.49706
set xrange [-0.02:1.02]
set xtics ('' 0, '' 0.2, '' 0.4, '' 0.6000000000000001, '' 0.8, '' 1)
set yrange [-0.02:1.02]
set ytics ('' 0, '' 0.2, '' 0.4, '' 0.6000000000000001, '' 0.8, '' 1)
set label '0.941–0.942' at screen 0.42850, screen 0.85110 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set label 'network = alexnet' at screen 0.42850, screen 0.87224 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set arrow from first 0, first 0 to first 1, first 1 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'roc.csv' skip 1 every ::1537::1709 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 0.9 pointinterval 24, \
    'roc.csv' skip 1 every ::1710::1886 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 0.9 pointinterval 22, \
    'roc.csv' skip 1 every ::1887::2065 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 0.9 pointinterval 29, \
    'roc.csv' skip 1 every ::2066::2244 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 0.9 pointinterval 25, \
    'roc.csv' skip 1 every ::2245::2435 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 0.9 pointinterval 23, \
    'roc.csv' skip 1 every ::2436::2608 using 1:2 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 0.9 pointinterval 28, \
    'roc.csv' skip 1 every ::2609::2791 using 1:2 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 0.9 pointinterval 26
unset label
unset arrow
unset logscale
set lmargin at screen 0.09667
set rmargin at screen 0.40350
set tmargin at screen 0.42813
set bmargin at screen 0.08971
set xrange [-0.02:1.02]
set xtics ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6000000000000001, '0.8' 0.8, '1.0' 1)
set yrange [-0.02:1.02]
set ytics ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6000000000000001, '0.8' 0.8, '1.0' 1)
set label '0.858–0.866' at screen 0.09667, screen 0.44375 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set label 'network = resnet50' at screen 0.09667, screen 0.46489 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set arrow from first 0, first 0 to first 1, first 1 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'roc.csv' skip 1 every ::2792::3102 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 0.9 pointinterval 38, \
    'roc.csv' skip 1 every ::3103::3395 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 0.9 pointinterval 48, \
    'roc.csv' skip 1 every ::3396::3680 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 0.9 pointinterval 40, \
    'roc.csv' skip 1 every ::3681::3997 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 0.9 pointinterval 39, \
    'roc.csv' skip 1 every ::3998::4304 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 0.9 pointinterval 51, \
    'roc.csv' skip 1 every ::4305::4617 using 1:2 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 0.9 pointinterval 44, \
    'roc.csv' skip 1 every ::4618::4930 using 1:2 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 0.9 pointinterval 39
unset label
unset arrow
unset logscale
set lmargin at screen 0.42850
set rmargin at screen 0.73533
set tmargin at screen 0.42813
set bmargin at screen 0.08971
set xrange [-0.02:1.02]
set xtics ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6000000000000001, '0.8' 0.8, '1.0' 1)
set yrange [-0.02:1.02]
set ytics ('' 0, '' 0.2, '' 0.4, '' 0.6000000000000001, '' 0.8, '' 1)
set label '0.903–0.909' at screen 0.42850, screen 0.44375 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set label 'network = densenet201' at screen 0.42850, screen 0.46489 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set arrow from first 0, first 0 to first 1, first 1 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'roc.csv' skip 1 every ::4931::5159 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 0.9 pointinterval 38, \
    'roc.csv' skip 1 every ::5160::5388 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 0.9 pointinterval 32, \
    'roc.csv' skip 1 every ::5389::5625 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 0.9 pointinterval 29, \
    'roc.csv' skip 1 every ::5626::5842 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 0.9 pointinterval 36, \
    'roc.csv' skip 1 every ::5843::6073 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 0.9 pointinterval 33, \
    'roc.csv' skip 1 every ::6074::6304 using 1:2 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 0.9 pointinterval 28, \
    'roc.csv' skip 1 every ::6305::6539 using 1:2 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 0.9 pointinterval 39
unset label
unset arrow
unset multiplot
