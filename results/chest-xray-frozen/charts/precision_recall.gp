# Precision-recall curves. Draws precision_recall.png from precision_recall.csv: gnuplot precision_recall.gp
# As SVG or PDF: gnuplot -e "format='svg'" precision_recall.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,852 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,852 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,8.875in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'precision_recall.'.format
set encoding utf8
set datafile separator comma
set datafile commentschars ''
set lmargin at screen 0.09667
set rmargin at screen 0.73533
set tmargin at screen 0.85211
set bmargin at screen 0.11502
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Precision-recall curves' at screen 0.02000, screen 0.96009 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Positive class: PNEUMONIA; 624 test images; beside each name: area under the curve (average precision).' at screen 0.02000, screen 0.91784 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Means over 3 seeds. Dashed: predicting PNEUMONIA for every image.' at screen 0.02000, screen 0.88732 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set tics font ',14'
set xrange [-0.02:1.02]
set xtics ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6000000000000001, '0.8' 0.8, '1.0' 1)
set label 'Recall (sensitivity)' at screen 0.41600, screen 0.03286 center textcolor rgb '#222222'
set yrange [0.5869:1.0081]
set ytics ('0.60' 0.6000000000000001, '0.70' 0.7000000000000001, '0.80' 0.8, '0.90' 0.9, '1.00' 1)
set label 'Precision' at screen 0.02500, screen 0.48357 center rotate by 90 textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.80282 to screen 0.79700, screen 0.80282 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.78033, screen 0.80282 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'constant' at screen 0.80700, screen 0.80282 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.76526 to screen 0.79700, screen 0.76526 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.78033, screen 0.76526 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'step' at screen 0.80700, screen 0.76526 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.72770 to screen 0.79700, screen 0.72770 nohead linewidth 3 dashtype solid linecolor rgb '#009e73'
set label '' at screen 0.78033, screen 0.72770 point pointtype 9 pointsize 1.6 linecolor rgb '#009e73'
set label 'cosine' at screen 0.80700, screen 0.72770 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.69014 to screen 0.79700, screen 0.69014 nohead linewidth 3 dashtype solid linecolor rgb '#d55e00'
set label '' at screen 0.78033, screen 0.69014 point pointtype 13 pointsize 1.6 linecolor rgb '#d55e00'
set label 'exponential' at screen 0.80700, screen 0.69014 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.65258 to screen 0.79700, screen 0.65258 nohead linewidth 3 dashtype solid linecolor rgb '#cc79a7'
set label '' at screen 0.78033, screen 0.65258 point pointtype 11 pointsize 1.6 linecolor rgb '#cc79a7'
set label 'polynomial' at screen 0.80700, screen 0.65258 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.61502 to screen 0.79700, screen 0.61502 nohead linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9'
set label '' at screen 0.78033, screen 0.61502 point pointtype 7 pointsize 1.6 linecolor rgb '#56b4e9'
set label 'naturalExponential' at screen 0.80700, screen 0.61502 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.57746 to screen 0.79700, screen 0.57746 nohead linewidth 3 dashtype (14,6) linecolor rgb '#333333'
set label '' at screen 0.78033, screen 0.57746 point pointtype 5 pointsize 1.6 linecolor rgb '#333333'
set label 'staircase' at screen 0.80700, screen 0.57746 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set multiplot
unset logscale
set lmargin at screen 0.09667
set rmargin at screen 0.40350
set tmargin at screen 0.78991
set bmargin at screen 0.49648
set xrange [-0.02:1.02]
set xtics ('' 0, '' 0.2, '' 0.4, '' 0.6000000000000001, '' 0.8, '' 1)
set yrange [0.5869:1.0081]
set ytics ('0.60' 0.6000000000000001, '0.70' 0.7000000000000001, '0.80' 0.8, '0.90' 0.9, '1.00' 1)
set label 'network = vgg16  0.942–0.954' at screen 0.09667, screen 0.80986 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set arrow from first 0, first 0.625 to first 1, first 0.625 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'precision_recall.csv' skip 1 every ::0::320 using 1:2 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#0072b2', \
    'precision_recall.csv' skip 1 every ::321::662 using 1:2 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#e69f00', \
    'precision_recall.csv' skip 1 every ::663::978 using 1:2 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#009e73', \
    'precision_recall.csv' skip 1 every ::979::1299 using 1:2 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#d55e00', \
    'precision_recall.csv' skip 1 every ::1300::1645 using 1:2 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#cc79a7', \
    'precision_recall.csv' skip 1 every ::1646::1966 using 1:2 with fsteps linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9', \
    'precision_recall.csv' skip 1 every ::1967::2284 using 1:2 with fsteps linewidth 2.2 dashtype (14,6) linecolor rgb '#333333', \
    'precision_recall.csv' skip 1 every ::0::320 using 1:(int($0) % 53 == 26 ? $2 : NaN) with points pointtype 7 pointsize 0.9 linecolor rgb '#0072b2', \
    'precision_recall.csv' skip 1 every ::321::662 using 1:(int($0) % 48 == 24 ? $2 : NaN) with points pointtype 5 pointsize 0.9 linecolor rgb '#e69f00', \
    'precision_recall.csv' skip 1 every ::663::978 using 1:(int($0) % 39 == 19 ? $2 : NaN) with points pointtype 9 pointsize 0.9 linecolor rgb '#009e73', \
    'precision_recall.csv' skip 1 every ::979::1299 using 1:(int($0) % 53 == 26 ? $2 : NaN) with points pointtype 13 pointsize 0.9 linecolor rgb '#d55e00', \
    'precision_recall.csv' skip 1 every ::1300::1645 using 1:(int($0) % 49 == 24 ? $2 : NaN) with points pointtype 11 pointsize 0.9 linecolor rgb '#cc79a7', \
    'precision_recall.csv' skip 1 every ::1646::1966 using 1:(int($0) % 40 == 20 ? $2 : NaN) with points pointtype 7 pointsize 0.9 linecolor rgb '#56b4e9', \
    'precision_recall.csv' skip 1 every ::1967::2284 using 1:(int($0) % 53 == 26 ? $2 : NaN) with points pointtype 5 pointsize 0.9 linecolor rgb '#333333'
unset label
unset arrow
unset logscale
set lmargin at screen 0.42850
set rmargin at screen 0.73533
set tmargin at screen 0.78991
set bmargin at screen 0.49648
set xrange [-0.02:1.02]
set xtics ('' 0, '' 0.2, '' 0.4, '' 0.6000000000000001, '' 0.8, '' 1)
set yrange [0.5869:1.0081]
set ytics ('' 0.6000000000000001, '' 0.7000000000000001, '' 0.8, '' 0.9, '' 1)
set label '0.962–0.963' at screen 0.42850, screen 0.80986 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set label 'network = alexnet' at screen 0.42850, screen 0.83685 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set arrow from first 0, first 0.625 to first 1, first 0.625 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'precision_recall.csv' skip 1 every ::2285::2549 using 1:2 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#0072b2', \
    'precision_recall.csv' skip 1 every ::2550::2811 using 1:2 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#e69f00', \
    'precision_recall.csv' skip 1 every ::2812::3076 using 1:2 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#009e73', \
    'precision_recall.csv' skip 1 every ::3077::3341 using 1:2 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#d55e00', \
    'precision_recall.csv' skip 1 every ::3342::3605 using 1:2 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#cc79a7', \
    'precision_recall.csv' skip 1 every ::3606::3870 using 1:2 with fsteps linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9', \
    'precision_recall.csv' skip 1 every ::3871::4135 using 1:2 with fsteps linewidth 2.2 dashtype (14,6) linecolor rgb '#333333', \
    'precision_recall.csv' skip 1 every ::2285::2549 using 1:(int($0) % 37 == 18 ? $2 : NaN) with points pointtype 7 pointsize 0.9 linecolor rgb '#0072b2', \
    'precision_recall.csv' skip 1 every ::2550::2811 using 1:(int($0) % 32 == 16 ? $2 : NaN) with points pointtype 5 pointsize 0.9 linecolor rgb '#e69f00', \
    'precision_recall.csv' skip 1 every ::2812::3076 using 1:(int($0) % 44 == 22 ? $2 : NaN) with points pointtype 9 pointsize 0.9 linecolor rgb '#009e73', \
    'precision_recall.csv' skip 1 every ::3077::3341 using 1:(int($0) % 37 == 18 ? $2 : NaN) with points pointtype 13 pointsize 0.9 linecolor rgb '#d55e00', \
    'precision_recall.csv' skip 1 every ::3342::3605 using 1:(int($0) % 33 == 16 ? $2 : NaN) with points pointtype 11 pointsize 0.9 linecolor rgb '#cc79a7', \
    'precision_recall.csv' skip 1 every ::3606::3870 using 1:(int($0) % 44 == 22 ? $2 : NaN) with points pointtype 7 pointsize 0.9 linecolor rgb '#56b4e9', \
    'precision_recall.csv' skip 1 every ::3871::4135 using 1:(int($0) % 37 == 18 ? $2 : NaN) with points pointtype 5 pointsize 0.9 linecolor rgb '#333333'
unset label
unset arrow
unset logscale
set lmargin at screen 0.09667
set rmargin at screen 0.40350
set tmargin at screen 0.40845
set bmargin at screen 0.11502
set xrange [-0.02:1.02]
set xtics ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6000000000000001, '0.8' 0.8, '1.0' 1)
set yrange [0.5869:1.0081]
set ytics ('0.60' 0.6000000000000001, '0.70' 0.7000000000000001, '0.80' 0.8, '0.90' 0.9, '1.00' 1)
set label '0.902–0.907' at screen 0.09667, screen 0.42840 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set label 'network = resnet50' at screen 0.09667, screen 0.45540 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set arrow from first 0, first 0.625 to first 1, first 0.625 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'precision_recall.csv' skip 1 every ::4136::4500 using 1:2 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#0072b2', \
    'precision_recall.csv' skip 1 every ::4501::4865 using 1:2 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#e69f00', \
    'precision_recall.csv' skip 1 every ::4866::5230 using 1:2 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#009e73', \
    'precision_recall.csv' skip 1 every ::5231::5595 using 1:2 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#d55e00', \
    'precision_recall.csv' skip 1 every ::5596::5960 using 1:2 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#cc79a7', \
    'precision_recall.csv' skip 1 every ::5961::6325 using 1:2 with fsteps linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9', \
    'precision_recall.csv' skip 1 every ::6326::6691 using 1:2 with fsteps linewidth 2.2 dashtype (14,6) linecolor rgb '#333333', \
    'precision_recall.csv' skip 1 every ::4136::4500 using 1:(int($0) % 45 == 22 ? $2 : NaN) with points pointtype 7 pointsize 0.9 linecolor rgb '#0072b2', \
    'precision_recall.csv' skip 1 every ::4501::4865 using 1:(int($0) % 60 == 30 ? $2 : NaN) with points pointtype 5 pointsize 0.9 linecolor rgb '#e69f00', \
    'precision_recall.csv' skip 1 every ::4866::5230 using 1:(int($0) % 52 == 26 ? $2 : NaN) with points pointtype 9 pointsize 0.9 linecolor rgb '#009e73', \
    'precision_recall.csv' skip 1 every ::5231::5595 using 1:(int($0) % 45 == 22 ? $2 : NaN) with points pointtype 13 pointsize 0.9 linecolor rgb '#d55e00', \
    'precision_recall.csv' skip 1 every ::5596::5960 using 1:(int($0) % 60 == 30 ? $2 : NaN) with points pointtype 11 pointsize 0.9 linecolor rgb '#cc79a7', \
    'precision_recall.csv' skip 1 every ::5961::6325 using 1:(int($0) % 52 == 26 ? $2 : NaN) with points pointtype 7 pointsize 0.9 linecolor rgb '#56b4e9', \
    'precision_recall.csv' skip 1 every ::6326::6691 using 1:(int($0) % 45 == 22 ? $2 : NaN) with points pointtype 5 pointsize 0.9 linecolor rgb '#333333'
unset label
unset arrow
unset logscale
set lmargin at screen 0.42850
set rmargin at screen 0.73533
set tmargin at screen 0.40845
set bmargin at screen 0.11502
set xrange [-0.02:1.02]
set xtics ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6000000000000001, '0.8' 0.8, '1.0' 1)
set yrange [0.5869:1.0081]
set ytics ('' 0.6000000000000001, '' 0.7000000000000001, '' 0.8, '' 0.9, '' 1)
set label '0.920–0.927' at screen 0.42850, screen 0.42840 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set label 'network = densenet201' at screen 0.42850, screen 0.45540 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set arrow from first 0, first 0.625 to first 1, first 0.625 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'precision_recall.csv' skip 1 every ::6692::7081 using 1:2 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#0072b2', \
    'precision_recall.csv' skip 1 every ::7082::7471 using 1:2 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#e69f00', \
    'precision_recall.csv' skip 1 every ::7472::7861 using 1:2 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#009e73', \
    'precision_recall.csv' skip 1 every ::7862::8251 using 1:2 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#d55e00', \
    'precision_recall.csv' skip 1 every ::8252::8641 using 1:2 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#cc79a7', \
    'precision_recall.csv' skip 1 every ::8642::9031 using 1:2 with fsteps linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9', \
    'precision_recall.csv' skip 1 every ::9032::9421 using 1:2 with fsteps linewidth 2.2 dashtype (14,6) linecolor rgb '#333333', \
    'precision_recall.csv' skip 1 every ::6692::7081 using 1:(int($0) % 65 == 32 ? $2 : NaN) with points pointtype 7 pointsize 0.9 linecolor rgb '#0072b2', \
    'precision_recall.csv' skip 1 every ::7082::7471 using 1:(int($0) % 55 == 27 ? $2 : NaN) with points pointtype 5 pointsize 0.9 linecolor rgb '#e69f00', \
    'precision_recall.csv' skip 1 every ::7472::7861 using 1:(int($0) % 48 == 24 ? $2 : NaN) with points pointtype 9 pointsize 0.9 linecolor rgb '#009e73', \
    'precision_recall.csv' skip 1 every ::7862::8251 using 1:(int($0) % 65 == 32 ? $2 : NaN) with points pointtype 13 pointsize 0.9 linecolor rgb '#d55e00', \
    'precision_recall.csv' skip 1 every ::8252::8641 using 1:(int($0) % 55 == 27 ? $2 : NaN) with points pointtype 11 pointsize 0.9 linecolor rgb '#cc79a7', \
    'precision_recall.csv' skip 1 every ::8642::9031 using 1:(int($0) % 48 == 24 ? $2 : NaN) with points pointtype 7 pointsize 0.9 linecolor rgb '#56b4e9', \
    'precision_recall.csv' skip 1 every ::9032::9421 using 1:(int($0) % 65 == 32 ? $2 : NaN) with points pointtype 5 pointsize 0.9 linecolor rgb '#333333'
unset label
unset arrow
unset multiplot
