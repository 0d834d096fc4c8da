# ROC curves. Draws roc.png from roc.csv: gnuplot roc.gp
# As SVG or PDF: gnuplot -e "format='svg'" roc.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,806 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,806 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,8.396in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'roc.'.format
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
set label 'ROC curves' at screen 0.02000, screen 0.95782 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Positive class: PNEUMONIA; 624 test images; beside each name: area under the curve (AUROC).' at screen 0.02000, screen 0.91315 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Means over 3 seeds. Dashed: random predictions.' at screen 0.02000, screen 0.88089 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set tics font ',14'
set xrange [-0.02:1.02]
set xtics ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6000000000000001, '0.8' 0.8, '1.0' 1)
set label 'False-positive rate (1 - specificity)' at screen 0.41600, screen 0.03474 center textcolor rgb '#222222'
set yrange [-0.02:1.02]
set ytics ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6000000000000001, '0.8' 0.8, '1.0' 1)
set label 'True-positive rate (sensitivity)' at screen 0.02500, screen 0.48263 center rotate by 90 textcolor rgb '#222222'
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
set xrange [-0.02:1.02]
set xtics ('' 0, '' 0.2, '' 0.4, '' 0.6000000000000001, '' 0.8, '' 1)
set yrange [-0.02:1.02]
set ytics ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6000000000000001, '0.8' 0.8, '1.0' 1)
set label 'vgg16  0.915–0.931' at screen 0.09667, screen 0.82754 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set arrow from first 0, first 0 to first 1, first 1 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'roc.csv' skip 1 every ::0::206 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 0.9 pointinterval 34, \
    'roc.csv' skip 1 every ::207::431 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 0.9 pointinterval 32, \
    'roc.csv' skip 1 every ::432::650 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 0.9 pointinterval 27, \
    'roc.csv' skip 1 every ::651::871 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 0.9 pointinterval 36, \
    'roc.csv' skip 1 every ::872::1104 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 0.9 pointinterval 33, \
    'roc.csv' skip 1 every ::1105::1313 using 2:3 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 0.9 pointinterval 26, \
    'roc.csv' skip 1 every ::1314::1536 using 2:3 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 0.9 pointinterval 37
unset label
unset arrow
unset logscale
set lmargin at screen 0.42850
set rmargin at screen 0.73533
set tmargin at screen 0.80645
set bmargin at screen 0.49628
set xrange [-0.02:1.02]
set xtics ('' 0, '' 0.2, '' 0.4, '' 0.6000000000000001, '' 0.8, '' 1)
set yrange [-0.02:1.02]
set ytics ('' 0, '' 0.2, '' 0.4, '' 0.6000000000000001, '' 0.8, '' 1)
set label 'alexnet  0.941–0.942' at screen 0.42850, screen 0.82754 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set arrow from first 0, first 0 to first 1, first 1 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'roc.csv' skip 1 every ::1537::1709 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 0.9 pointinterval 24, \
    'roc.csv' skip 1 every ::1710::1886 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 0.9 pointinterval 22, \
    'roc.csv' skip 1 every ::1887::2065 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 0.9 pointinterval 29, \
    'roc.csv' skip 1 every ::2066::2244 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 0.9 pointinterval 25, \
    'roc.csv' skip 1 every ::2245::2435 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 0.9 pointinterval 23, \
    'roc.csv' skip 1 every ::2436::2608 using 2:3 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 0.9 pointinterval 28, \
    'roc.csv' skip 1 every ::2609::2791 using 2:3 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 0.9 pointinterval 26
unset label
unset arrow
unset logscale
set lmargin at screen 0.09667
set rmargin at screen 0.40350
set tmargin at screen 0.43176
set bmargin at screen 0.12159
set xrange [-0.02:1.02]
set xtics ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6000000000000001, '0.8' 0.8, '1.0' 1)
set yrange [-0.02:1.02]
set ytics ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6000000000000001, '0.8' 0.8, '1.0' 1)
set label 'resnet50  0.858–0.866' at screen 0.09667, screen 0.45285 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set arrow from first 0, first 0 to first 1, first 1 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'roc.csv' skip 1 every ::2792::3102 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 0.9 pointinterval 38, \
    'roc.csv' skip 1 every ::3103::3395 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 0.9 pointinterval 48, \
    'roc.csv' skip 1 every ::3396::3680 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 0.9 pointinterval 40, \
    'roc.csv' skip 1 every ::3681::3997 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 0.9 pointinterval 39, \
    'roc.csv' skip 1 every ::3998::4304 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 0.9 pointinterval 51, \
    'roc.csv' skip 1 every ::4305::4617 using 2:3 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 0.9 pointinterval 44, \
    'roc.csv' skip 1 every ::4618::4930 using 2:3 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 0.9 pointinterval 39
unset label
unset arrow
unset logscale
set lmargin at screen 0.42850
set rmargin at screen 0.73533
set tmargin at screen 0.43176
set bmargin at screen 0.12159
set xrange [-0.02:1.02]
set xtics ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6000000000000001, '0.8' 0.8, '1.0' 1)
set yrange [-0.02:1.02]
set ytics ('' 0, '' 0.2, '' 0.4, '' 0.6000000000000001, '' 0.8, '' 1)
set label 'densenet201  0.903–0.909' at screen 0.42850, screen 0.45285 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set arrow from first 0, first 0 to first 1, first 1 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'roc.csv' skip 1 every ::4931::5159 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 0.9 pointinterval 38, \
    'roc.csv' skip 1 every ::5160::5388 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 0.9 pointinterval 32, \
    'roc.csv' skip 1 every ::5389::5625 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 0.9 pointinterval 29, \
    'roc.csv' skip 1 every ::5626::5842 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 0.9 pointinterval 36, \
    'roc.csv' skip 1 every ::5843::6073 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 0.9 pointinterval 33, \
    'roc.csv' skip 1 every ::6074::6304 using 2:3 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 0.9 pointinterval 28, \
    'roc.csv' skip 1 every ::6305::6539 using 2:3 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 0.9 pointinterval 39
unset label
unset arrow
unset multiplot
