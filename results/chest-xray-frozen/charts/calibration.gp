# Calibration. Draws calibration.png from calibration.csv: gnuplot calibration.gp
# As SVG or PDF: gnuplot -e "format='svg'" calibration.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,806 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,806 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,8.396in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'calibration.'.format
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
set label 'Calibration' at screen 0.02000, screen 0.95782 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'A point for each of 15 bins of the probability with at least 10 images; 624 test images, all seeds together.' at screen 0.02000, screen 0.91315 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Beside each name: calibration error (ECE). Dashed: perfect calibration; below it, predictions are overconfident.' at screen 0.02000, screen 0.88089 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set tics font ',14'
set xrange [0.49:1.01]
set xtics ('0.5' 0.5, '0.6' 0.6000000000000001, '0.7' 0.7000000000000001, '0.8' 0.8, '0.9' 0.9, '1.0' 1)
set label 'Probability of the predicted class' at screen 0.41600, screen 0.03474 center textcolor rgb '#222222'
set yrange [0.35873:1.01257]
set ytics ('0.4' 0.4, '0.5' 0.5, '0.6' 0.6000000000000001, '0.7' 0.7000000000000001, '0.8' 0.8, '0.9' 0.9, '1.0' 1)
set label 'Fraction of correct predictions' at screen 0.02500, screen 0.48263 center rotate by 90 textcolor rgb '#222222'
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
set xrange [0.49:1.01]
set xtics ('' 0.5, '' 0.6000000000000001, '' 0.7000000000000001, '' 0.8, '' 0.9, '' 1)
set yrange [0.35873:1.01257]
set ytics ('0.4' 0.4, '0.5' 0.5, '0.6' 0.6000000000000001, '0.7' 0.7000000000000001, '0.8' 0.8, '0.9' 0.9, '1.0' 1)
set label 'vgg16  0.126–0.163' at screen 0.09667, screen 0.82754 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set arrow from first 0.5, first 0.5 to first 1, first 1 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'calibration.csv' skip 1 every ::0::7 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::8::15 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::16::23 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::24::31 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::32::39 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::40::47 using 2:3 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::48::55 using 2:3 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.42850
set rmargin at screen 0.73533
set tmargin at screen 0.80645
set bmargin at screen 0.49628
set xrange [0.49:1.01]
set xtics ('' 0.5, '' 0.6000000000000001, '' 0.7000000000000001, '' 0.8, '' 0.9, '' 1)
set yrange [0.35873:1.01257]
set ytics ('' 0.4, '' 0.5, '' 0.6000000000000001, '' 0.7000000000000001, '' 0.8, '' 0.9, '' 1)
set label 'alexnet  0.068–0.094' at screen 0.42850, screen 0.82754 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set arrow from first 0.5, first 0.5 to first 1, first 1 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'calibration.csv' skip 1 every ::56::63 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::64::71 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::72::79 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::80::87 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::88::95 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::96::103 using 2:3 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::104::111 using 2:3 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.09667
set rmargin at screen 0.40350
set tmargin at screen 0.43176
set bmargin at screen 0.12159
set xrange [0.49:1.01]
set xtics ('0.5' 0.5, '0.6' 0.6000000000000001, '0.7' 0.7000000000000001, '0.8' 0.8, '0.9' 0.9, '1.0' 1)
set yrange [0.35873:1.01257]
set ytics ('0.4' 0.4, '0.5' 0.5, '0.6' 0.6000000000000001, '0.7' 0.7000000000000001, '0.8' 0.8, '0.9' 0.9, '1.0' 1)
set label 'resnet50  0.090–0.112' at screen 0.09667, screen 0.45285 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set arrow from first 0.5, first 0.5 to first 1, first 1 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'calibration.csv' skip 1 every ::112::119 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::120::127 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::128::135 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::136::143 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::144::151 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::152::159 using 2:3 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::160::167 using 2:3 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.42850
set rmargin at screen 0.73533
set tmargin at screen 0.43176
set bmargin at screen 0.12159
set xrange [0.49:1.01]
set xtics ('0.5' 0.5, '0.6' 0.6000000000000001, '0.7' 0.7000000000000001, '0.8' 0.8, '0.9' 0.9, '1.0' 1)
set yrange [0.35873:1.01257]
set ytics ('' 0.4, '' 0.5, '' 0.6000000000000001, '' 0.7000000000000001, '' 0.8, '' 0.9, '' 1)
set label 'densenet201  0.141–0.156' at screen 0.42850, screen 0.45285 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set arrow from first 0.5, first 0.5 to first 1, first 1 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'calibration.csv' skip 1 every ::168::175 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::176::183 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::184::191 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::192::199 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::200::207 using 2:3 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::208::215 using 2:3 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::216::223 using 2:3 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset multiplot
