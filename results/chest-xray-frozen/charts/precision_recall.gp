# Precision-recall curves. Draws precision_recall.png from precision_recall.csv: gnuplot precision_recall.gp
# As SVG or PDF: gnuplot -e "format='svg'" precision_recall.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,806 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,806 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,8.396in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'precision_recall.'.format
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
set label 'Precision-recall curves' at screen 0.02000, screen 0.95782 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Positive class: PNEUMONIA; 624 test images; beside each name: area under the curve (average precision).' at screen 0.02000, screen 0.91315 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Means over 3 seeds. Dashed: predicting PNEUMONIA for every image.' at screen 0.02000, screen 0.88089 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set tics font ',14'
set xrange [-0.02:1.02]
set xtics ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6000000000000001, '0.8' 0.8, '1.0' 1)
set label 'Recall (sensitivity)' at screen 0.41600, screen 0.03474 center textcolor rgb '#222222'
set yrange [0.5869:1.0081]
set ytics ('0.60' 0.6000000000000001, '0.70' 0.7000000000000001, '0.80' 0.8, '0.90' 0.9, '1.00' 1)
set label 'Precision' at screen 0.02500, screen 0.48263 center rotate by 90 textcolor rgb '#222222'
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
set yrange [0.5869:1.0081]
set ytics ('0.60' 0.6000000000000001, '0.70' 0.7000000000000001, '0.80' 0.8, '0.90' 0.9, '1.00' 1)
set label 'vgg16  0.942–0.954' at screen 0.09667, screen 0.82754 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set arrow from first 0, first 0.625 to first 1, first 0.625 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'precision_recall.csv' skip 1 every ::0::320 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#0072b2', \
    'precision_recall.csv' skip 1 every ::321::662 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#e69f00', \
    'precision_recall.csv' skip 1 every ::663::978 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#009e73', \
    'precision_recall.csv' skip 1 every ::979::1299 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#d55e00', \
    'precision_recall.csv' skip 1 every ::1300::1645 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#cc79a7', \
    'precision_recall.csv' skip 1 every ::1646::1966 using 2:3 with fsteps linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9', \
    'precision_recall.csv' skip 1 every ::1967::2284 using 2:3 with fsteps linewidth 2.2 dashtype (14,6) linecolor rgb '#333333', \
    'precision_recall.csv' skip 1 every ::0::320 using 2:(int($0) % 53 == 26 ? $3 : NaN) with points pointtype 7 pointsize 0.9 linecolor rgb '#0072b2', \
    'precision_recall.csv' skip 1 every ::321::662 using 2:(int($0) % 48 == 24 ? $3 : NaN) with points pointtype 5 pointsize 0.9 linecolor rgb '#e69f00', \
    'precision_recall.csv' skip 1 every ::663::978 using 2:(int($0) % 39 == 19 ? $3 : NaN) with points pointtype 9 pointsize 0.9 linecolor rgb '#009e73', \
    'precision_recall.csv' skip 1 every ::979::1299 using 2:(int($0) % 53 == 26 ? $3 : NaN) with points pointtype 13 pointsize 0.9 linecolor rgb '#d55e00', \
    'precision_recall.csv' skip 1 every ::1300::1645 using 2:(int($0) % 49 == 24 ? $3 : NaN) with points pointtype 11 pointsize 0.9 linecolor rgb '#cc79a7', \
    'precision_recall.csv' skip 1 every ::1646::1966 using 2:(int($0) % 40 == 20 ? $3 : NaN) with points pointtype 7 pointsize 0.9 linecolor rgb '#56b4e9', \
    'precision_recall.csv' skip 1 every ::1967::2284 using 2:(int($0) % 53 == 26 ? $3 : NaN) with points pointtype 5 pointsize 0.9 linecolor rgb '#333333'
unset label
unset arrow
unset logscale
set lmargin at screen 0.42850
set rmargin at screen 0.73533
set tmargin at screen 0.80645
set bmargin at screen 0.49628
set xrange [-0.02:1.02]
set xtics ('' 0, '' 0.2, '' 0.4, '' 0.6000000000000001, '' 0.8, '' 1)
set yrange [0.5869:1.0081]
set ytics ('' 0.6000000000000001, '' 0.7000000000000001, '' 0.8, '' 0.9, '' 1)
set label 'alexnet  0.962–0.963' at screen 0.42850, screen 0.82754 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set arrow from first 0, first 0.625 to first 1, first 0.625 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'precision_recall.csv' skip 1 every ::2285::2549 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#0072b2', \
    'precision_recall.csv' skip 1 every ::2550::2811 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#e69f00', \
    'precision_recall.csv' skip 1 every ::2812::3076 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#009e73', \
    'precision_recall.csv' skip 1 every ::3077::3341 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#d55e00', \
    'precision_recall.csv' skip 1 every ::3342::3605 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#cc79a7', \
    'precision_recall.csv' skip 1 every ::3606::3870 using 2:3 with fsteps linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9', \
    'precision_recall.csv' skip 1 every ::3871::4135 using 2:3 with fsteps linewidth 2.2 dashtype (14,6) linecolor rgb '#333333', \
    'precision_recall.csv' skip 1 every ::2285::2549 using 2:(int($0) % 37 == 18 ? $3 : NaN) with points pointtype 7 pointsize 0.9 linecolor rgb '#0072b2', \
    'precision_recall.csv' skip 1 every ::2550::2811 using 2:(int($0) % 32 == 16 ? $3 : NaN) with points pointtype 5 pointsize 0.9 linecolor rgb '#e69f00', \
    'precision_recall.csv' skip 1 every ::2812::3076 using 2:(int($0) % 44 == 22 ? $3 : NaN) with points pointtype 9 pointsize 0.9 linecolor rgb '#009e73', \
    'precision_recall.csv' skip 1 every ::3077::3341 using 2:(int($0) % 37 == 18 ? $3 : NaN) with points pointtype 13 pointsize 0.9 linecolor rgb '#d55e00', \
    'precision_recall.csv' skip 1 every ::3342::3605 using 2:(int($0) % 33 == 16 ? $3 : NaN) with points pointtype 11 pointsize 0.9 linecolor rgb '#cc79a7', \
    'precision_recall.csv' skip 1 every ::3606::3870 using 2:(int($0) % 44 == 22 ? $3 : NaN) with points pointtype 7 pointsize 0.9 linecolor rgb '#56b4e9', \
    'precision_recall.csv' skip 1 every ::3871::4135 using 2:(int($0) % 37 == 18 ? $3 : NaN) with points pointtype 5 pointsize 0.9 linecolor rgb '#333333'
unset label
unset arrow
unset logscale
set lmargin at screen 0.09667
set rmargin at screen 0.40350
set tmargin at screen 0.43176
set bmargin at screen 0.12159
set xrange [-0.02:1.02]
set xtics ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6000000000000001, '0.8' 0.8, '1.0' 1)
set yrange [0.5869:1.0081]
set ytics ('0.60' 0.6000000000000001, '0.70' 0.7000000000000001, '0.80' 0.8, '0.90' 0.9, '1.00' 1)
set label 'resnet50  0.902–0.907' at screen 0.09667, screen 0.45285 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set arrow from first 0, first 0.625 to first 1, first 0.625 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'precision_recall.csv' skip 1 every ::4136::4500 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#0072b2', \
    'precision_recall.csv' skip 1 every ::4501::4865 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#e69f00', \
    'precision_recall.csv' skip 1 every ::4866::5230 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#009e73', \
    'precision_recall.csv' skip 1 every ::5231::5595 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#d55e00', \
    'precision_recall.csv' skip 1 every ::5596::5960 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#cc79a7', \
    'precision_recall.csv' skip 1 every ::5961::6325 using 2:3 with fsteps linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9', \
    'precision_recall.csv' skip 1 every ::6326::6691 using 2:3 with fsteps linewidth 2.2 dashtype (14,6) linecolor rgb '#333333', \
    'precision_recall.csv' skip 1 every ::4136::4500 using 2:(int($0) % 45 == 22 ? $3 : NaN) with points pointtype 7 pointsize 0.9 linecolor rgb '#0072b2', \
    'precision_recall.csv' skip 1 every ::4501::4865 using 2:(int($0) % 60 == 30 ? $3 : NaN) with points pointtype 5 pointsize 0.9 linecolor rgb '#e69f00', \
    'precision_recall.csv' skip 1 every ::4866::5230 using 2:(int($0) % 52 == 26 ? $3 : NaN) with points pointtype 9 pointsize 0.9 linecolor rgb '#009e73', \
    'precision_recall.csv' skip 1 every ::5231::5595 using 2:(int($0) % 45 == 22 ? $3 : NaN) with points pointtype 13 pointsize 0.9 linecolor rgb '#d55e00', \
    'precision_recall.csv' skip 1 every ::5596::5960 using 2:(int($0) % 60 == 30 ? $3 : NaN) with points pointtype 11 pointsize 0.9 linecolor rgb '#cc79a7', \
    'precision_recall.csv' skip 1 every ::5961::6325 using 2:(int($0) % 52 == 26 ? $3 : NaN) with points pointtype 7 pointsize 0.9 linecolor rgb '#56b4e9', \
    'precision_recall.csv' skip 1 every ::6326::6691 using 2:(int($0) % 45 == 22 ? $3 : NaN) with points pointtype 5 pointsize 0.9 linecolor rgb '#333333'
unset label
unset arrow
unset logscale
set lmargin at screen 0.42850
set rmargin at screen 0.73533
set tmargin at screen 0.43176
set bmargin at screen 0.12159
set xrange [-0.02:1.02]
set xtics ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6000000000000001, '0.8' 0.8, '1.0' 1)
set yrange [0.5869:1.0081]
set ytics ('' 0.6000000000000001, '' 0.7000000000000001, '' 0.8, '' 0.9, '' 1)
set label 'densenet201  0.920–0.927' at screen 0.42850, screen 0.45285 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set arrow from first 0, first 0.625 to first 1, first 0.625 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'precision_recall.csv' skip 1 every ::6692::7081 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#0072b2', \
    'precision_recall.csv' skip 1 every ::7082::7471 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#e69f00', \
    'precision_recall.csv' skip 1 every ::7472::7861 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#009e73', \
    'precision_recall.csv' skip 1 every ::7862::8251 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#d55e00', \
    'precision_recall.csv' skip 1 every ::8252::8641 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#cc79a7', \
    'precision_recall.csv' skip 1 every ::8642::9031 using 2:3 with fsteps linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9', \
    'precision_recall.csv' skip 1 every ::9032::9421 using 2:3 with fsteps linewidth 2.2 dashtype (14,6) linecolor rgb '#333333', \
    'precision_recall.csv' skip 1 every ::6692::7081 using 2:(int($0) % 65 == 32 ? $3 : NaN) with points pointtype 7 pointsize 0.9 linecolor rgb '#0072b2', \
    'precision_recall.csv' skip 1 every ::7082::7471 using 2:(int($0) % 55 == 27 ? $3 : NaN) with points pointtype 5 pointsize 0.9 linecolor rgb '#e69f00', \
    'precision_recall.csv' skip 1 every ::7472::7861 using 2:(int($0) % 48 == 24 ? $3 : NaN) with points pointtype 9 pointsize 0.9 linecolor rgb '#009e73', \
    'precision_recall.csv' skip 1 every ::7862::8251 using 2:(int($0) % 65 == 32 ? $3 : NaN) with points pointtype 13 pointsize 0.9 linecolor rgb '#d55e00', \
    'precision_recall.csv' skip 1 every ::8252::8641 using 2:(int($0) % 55 == 27 ? $3 : NaN) with points pointtype 11 pointsize 0.9 linecolor rgb '#cc79a7', \
    'precision_recall.csv' skip 1 every ::8642::9031 using 2:(int($0) % 48 == 24 ? $3 : NaN) with points pointtype 7 pointsize 0.9 linecolor rgb '#56b4e9', \
    'precision_recall.csv' skip 1 every ::9032::9421 using 2:(int($0) % 65 == 32 ? $3 : NaN) with points pointtype 5 pointsize 0.9 linecolor rgb '#333333'
unset label
unset arrow
unset multiplot
