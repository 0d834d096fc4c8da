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
set label 'PNEUMONIA as the positive class, 624 test images; beside each name the area (average precision, AP).' at screen 0.02000, screen 0.91315 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Mean of 3 seeds. Dashed: predicting PNEUMONIA for every image.' at screen 0.02000, screen 0.88089 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
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
set label 'vgg16  0.931–0.946' at screen 0.09667, screen 0.82754 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set arrow from first 0, first 0.625 to first 1, first 0.625 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'precision_recall.csv' skip 1 every ::0::338 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#0072b2', \
    'precision_recall.csv' skip 1 every ::339::697 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#e69f00', \
    'precision_recall.csv' skip 1 every ::698::1052 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#009e73', \
    'precision_recall.csv' skip 1 every ::1053::1390 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#d55e00', \
    'precision_recall.csv' skip 1 every ::1391::1744 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#cc79a7', \
    'precision_recall.csv' skip 1 every ::1745::2083 using 2:3 with fsteps linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9', \
    'precision_recall.csv' skip 1 every ::2084::2419 using 2:3 with fsteps linewidth 2.2 dashtype (14,6) linecolor rgb '#333333', \
    'precision_recall.csv' skip 1 every ::0::338 using 2:(int($0) % 56 == 28 ? $3 : NaN) with points pointtype 7 pointsize 0.9 linecolor rgb '#0072b2', \
    'precision_recall.csv' skip 1 every ::339::697 using 2:(int($0) % 51 == 25 ? $3 : NaN) with points pointtype 5 pointsize 0.9 linecolor rgb '#e69f00', \
    'precision_recall.csv' skip 1 every ::698::1052 using 2:(int($0) % 44 == 22 ? $3 : NaN) with points pointtype 9 pointsize 0.9 linecolor rgb '#009e73', \
    'precision_recall.csv' skip 1 every ::1053::1390 using 2:(int($0) % 56 == 28 ? $3 : NaN) with points pointtype 13 pointsize 0.9 linecolor rgb '#d55e00', \
    'precision_recall.csv' skip 1 every ::1391::1744 using 2:(int($0) % 50 == 25 ? $3 : NaN) with points pointtype 11 pointsize 0.9 linecolor rgb '#cc79a7', \
    'precision_recall.csv' skip 1 every ::1745::2083 using 2:(int($0) % 42 == 21 ? $3 : NaN) with points pointtype 7 pointsize 0.9 linecolor rgb '#56b4e9', \
    'precision_recall.csv' skip 1 every ::2084::2419 using 2:(int($0) % 56 == 28 ? $3 : NaN) with points pointtype 5 pointsize 0.9 linecolor rgb '#333333'
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
set label 'alexnet  0.960–0.965' at screen 0.42850, screen 0.82754 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set arrow from first 0, first 0.625 to first 1, first 0.625 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'precision_recall.csv' skip 1 every ::2420::2673 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#0072b2', \
    'precision_recall.csv' skip 1 every ::2674::2960 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#e69f00', \
    'precision_recall.csv' skip 1 every ::2961::3214 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#009e73', \
    'precision_recall.csv' skip 1 every ::3215::3468 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#d55e00', \
    'precision_recall.csv' skip 1 every ::3469::3725 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#cc79a7', \
    'precision_recall.csv' skip 1 every ::3726::3979 using 2:3 with fsteps linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9', \
    'precision_recall.csv' skip 1 every ::3980::4234 using 2:3 with fsteps linewidth 2.2 dashtype (14,6) linecolor rgb '#333333', \
    'precision_recall.csv' skip 1 every ::2420::2673 using 2:(int($0) % 36 == 18 ? $3 : NaN) with points pointtype 7 pointsize 0.9 linecolor rgb '#0072b2', \
    'precision_recall.csv' skip 1 every ::2674::2960 using 2:(int($0) % 35 == 17 ? $3 : NaN) with points pointtype 5 pointsize 0.9 linecolor rgb '#e69f00', \
    'precision_recall.csv' skip 1 every ::2961::3214 using 2:(int($0) % 42 == 21 ? $3 : NaN) with points pointtype 9 pointsize 0.9 linecolor rgb '#009e73', \
    'precision_recall.csv' skip 1 every ::3215::3468 using 2:(int($0) % 36 == 18 ? $3 : NaN) with points pointtype 13 pointsize 0.9 linecolor rgb '#d55e00', \
    'precision_recall.csv' skip 1 every ::3469::3725 using 2:(int($0) % 32 == 16 ? $3 : NaN) with points pointtype 11 pointsize 0.9 linecolor rgb '#cc79a7', \
    'precision_recall.csv' skip 1 every ::3726::3979 using 2:(int($0) % 42 == 21 ? $3 : NaN) with points pointtype 7 pointsize 0.9 linecolor rgb '#56b4e9', \
    'precision_recall.csv' skip 1 every ::3980::4234 using 2:(int($0) % 36 == 18 ? $3 : NaN) with points pointtype 5 pointsize 0.9 linecolor rgb '#333333'
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
set label 'resnet50  0.911–0.913' at screen 0.09667, screen 0.45285 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set arrow from first 0, first 0.625 to first 1, first 0.625 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'precision_recall.csv' skip 1 every ::4235::4584 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#0072b2', \
    'precision_recall.csv' skip 1 every ::4585::4934 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#e69f00', \
    'precision_recall.csv' skip 1 every ::4935::5282 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#009e73', \
    'precision_recall.csv' skip 1 every ::5283::5630 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#d55e00', \
    'precision_recall.csv' skip 1 every ::5631::5980 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#cc79a7', \
    'precision_recall.csv' skip 1 every ::5981::6330 using 2:3 with fsteps linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9', \
    'precision_recall.csv' skip 1 every ::6331::6678 using 2:3 with fsteps linewidth 2.2 dashtype (14,6) linecolor rgb '#333333', \
    'precision_recall.csv' skip 1 every ::4235::4584 using 2:(int($0) % 43 == 21 ? $3 : NaN) with points pointtype 7 pointsize 0.9 linecolor rgb '#0072b2', \
    'precision_recall.csv' skip 1 every ::4585::4934 using 2:(int($0) % 58 == 29 ? $3 : NaN) with points pointtype 5 pointsize 0.9 linecolor rgb '#e69f00', \
    'precision_recall.csv' skip 1 every ::4935::5282 using 2:(int($0) % 49 == 24 ? $3 : NaN) with points pointtype 9 pointsize 0.9 linecolor rgb '#009e73', \
    'precision_recall.csv' skip 1 every ::5283::5630 using 2:(int($0) % 43 == 21 ? $3 : NaN) with points pointtype 13 pointsize 0.9 linecolor rgb '#d55e00', \
    'precision_recall.csv' skip 1 every ::5631::5980 using 2:(int($0) % 58 == 29 ? $3 : NaN) with points pointtype 11 pointsize 0.9 linecolor rgb '#cc79a7', \
    'precision_recall.csv' skip 1 every ::5981::6330 using 2:(int($0) % 50 == 25 ? $3 : NaN) with points pointtype 7 pointsize 0.9 linecolor rgb '#56b4e9', \
    'precision_recall.csv' skip 1 every ::6331::6678 using 2:(int($0) % 43 == 21 ? $3 : NaN) with points pointtype 5 pointsize 0.9 linecolor rgb '#333333'
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
set label 'densenet201  0.938–0.940' at screen 0.42850, screen 0.45285 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set arrow from first 0, first 0.625 to first 1, first 0.625 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'precision_recall.csv' skip 1 every ::6679::7052 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#0072b2', \
    'precision_recall.csv' skip 1 every ::7053::7429 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#e69f00', \
    'precision_recall.csv' skip 1 every ::7430::7803 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#009e73', \
    'precision_recall.csv' skip 1 every ::7804::8177 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#d55e00', \
    'precision_recall.csv' skip 1 every ::8178::8554 using 2:3 with fsteps linewidth 2.2 dashtype solid linecolor rgb '#cc79a7', \
    'precision_recall.csv' skip 1 every ::8555::8928 using 2:3 with fsteps linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9', \
    'precision_recall.csv' skip 1 every ::8929::9302 using 2:3 with fsteps linewidth 2.2 dashtype (14,6) linecolor rgb '#333333', \
    'precision_recall.csv' skip 1 every ::6679::7052 using 2:(int($0) % 62 == 31 ? $3 : NaN) with points pointtype 7 pointsize 0.9 linecolor rgb '#0072b2', \
    'precision_recall.csv' skip 1 every ::7053::7429 using 2:(int($0) % 53 == 26 ? $3 : NaN) with points pointtype 5 pointsize 0.9 linecolor rgb '#e69f00', \
    'precision_recall.csv' skip 1 every ::7430::7803 using 2:(int($0) % 46 == 23 ? $3 : NaN) with points pointtype 9 pointsize 0.9 linecolor rgb '#009e73', \
    'precision_recall.csv' skip 1 every ::7804::8177 using 2:(int($0) % 62 == 31 ? $3 : NaN) with points pointtype 13 pointsize 0.9 linecolor rgb '#d55e00', \
    'precision_recall.csv' skip 1 every ::8178::8554 using 2:(int($0) % 53 == 26 ? $3 : NaN) with points pointtype 11 pointsize 0.9 linecolor rgb '#cc79a7', \
    'precision_recall.csv' skip 1 every ::8555::8928 using 2:(int($0) % 46 == 23 ? $3 : NaN) with points pointtype 7 pointsize 0.9 linecolor rgb '#56b4e9', \
    'precision_recall.csv' skip 1 every ::8929::9302 using 2:(int($0) % 62 == 31 ? $3 : NaN) with points pointtype 5 pointsize 0.9 linecolor rgb '#333333'
unset label
unset arrow
unset multiplot
