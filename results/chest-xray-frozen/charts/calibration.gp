# Calibration. Draws calibration.png from calibration.csv: gnuplot calibration.gp
# As SVG or PDF: gnuplot -e "format='svg'" calibration.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,1088 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,1088 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,11.333in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'calibration.'.format
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
set label 'Calibration' at screen 0.02000, screen 0.96875 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'A point for each of 15 bins of the probability with at least 10 images; 624 test images, all seeds together.' at screen 0.02000, screen 0.93566 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Beside each name: calibration error (ECE). Dashed: perfect calibration; below it, predictions are overconfident.' at screen 0.02000, screen 0.91176 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set tics font ',14'
set xrange [0.35873:1.01257]
set xtics ('0.4' 0.4, '0.5' 0.5, '0.6' 0.6000000000000001, '0.7' 0.7000000000000001, '0.8' 0.8, '0.9' 0.9, '1.0' 1)
set label 'Probability of the predicted class' at screen 0.41600, screen 0.02574 center textcolor rgb '#222222'
set yrange [0.35873:1.01257]
set ytics ('0.4' 0.4, '0.5' 0.5, '0.6' 0.6000000000000001, '0.7' 0.7000000000000001, '0.8' 0.8, '0.9' 0.9, '1.0' 1)
set label 'Fraction of correct predictions' at screen 0.02500, screen 0.48713 center rotate by 90 textcolor rgb '#222222'
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
set xrange [0.35873:1.01257]
set xtics ('' 0.4, '' 0.5, '' 0.6000000000000001, '' 0.7000000000000001, '' 0.8, '' 0.9, '' 1)
set yrange [0.35873:1.01257]
set ytics ('0.4' 0.4, '0.5' 0.5, '0.6' 0.6000000000000001, '0.7' 0.7000000000000001, '0.8' 0.8, '0.9' 0.9, '1.0' 1)
set label 'network = vgg16  0.126–0.163' at screen 0.09667, screen 0.85110 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set arrow from first 0.5, first 0.5 to first 1, first 1 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'calibration.csv' skip 1 every ::0::7 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::8::15 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::16::23 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::24::31 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::32::39 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::40::47 using 1:2 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::48::55 using 1:2 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.42850
set rmargin at screen 0.73533
set tmargin at screen 0.83548
set bmargin at screen 0.49706
set xrange [0.35873:1.01257]
set xtics ('' 0.4, '' 0.5, '' 0.6000000000000001, '' 0.7000000000000001, '' 0.8, '' 0.9, '' 1)
set yrange [0.35873:1.01257]
set ytics ('' 0.4, '' 0.5, '' 0.6000000000000001, '' 0.7000000000000001, '' 0.8, '' 0.9, '' 1)
set label '0.068–0.094' at screen 0.42850, screen 0.85110 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set label 'network = alexnet' at screen 0.42850, screen 0.87224 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set arrow from first 0.5, first 0.5 to first 1, first 1 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'calibration.csv' skip 1 every ::56::63 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::64::71 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::72::79 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::80::87 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::88::95 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::96::103 using 1:2 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::104::111 using 1:2 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.09667
set rmargin at screen 0.40350
set tmargin at screen 0.42813
set bmargin at screen 0.08971
set xrange [0.35873:1.01257]
set xtics ('0.4' 0.4, '0.5' 0.5, '0.6' 0.6000000000000001, '0.7' 0.7000000000000001, '0.8' 0.8, '0.9' 0.9, '1.0' 1)
set yrange [0.35873:1.01257]
set ytics ('0.4' 0.4, '0.5' 0.5, '0.6' 0.6000000000000001, '0.7' 0.7000000000000001, '0.8' 0.8, '0.9' 0.9, '1.0' 1)
set label '0.090–0.112' at screen 0.09667, screen 0.44375 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set label 'network = resnet50' at screen 0.09667, screen 0.46489 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set arrow from first 0.5, first 0.5 to first 1, first 1 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'calibration.csv' skip 1 every ::112::119 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::120::127 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::128::135 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::136::143 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::144::151 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::152::159 using 1:2 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::160::167 using 1:2 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.42850
set rmargin at screen 0.73533
set tmargin at screen 0.42813
set bmargin at screen 0.08971
set xrange [0.35873:1.01257]
set xtics ('0.4' 0.4, '0.5' 0.5, '0.6' 0.6000000000000001, '0.7' 0.7000000000000001, '0.8' 0.8, '0.9' 0.9, '1.0' 1)
set yrange [0.35873:1.01257]
set ytics ('' 0.4, '' 0.5, '' 0.6000000000000001, '' 0.7000000000000001, '' 0.8, '' 0.9, '' 1)
set label '0.141–0.156' at screen 0.42850, screen 0.44375 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set label 'network = densenet201' at screen 0.42850, screen 0.46489 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set arrow from first 0.5, first 0.5 to first 1, first 1 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'calibration.csv' skip 1 every ::168::175 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::176::183 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::184::191 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::192::199 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::200::207 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::208::215 using 1:2 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 1.12 pointinterval 1, \
    'calibration.csv' skip 1 every ::216::223 using 1:2 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset multiplot
