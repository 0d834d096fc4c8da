# Calibration. Draws calibration.png from calibration.csv: gnuplot calibration.gp
# As SVG or PDF: gnuplot -e "format='svg'" calibration.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,870 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,870 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,9.062in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'calibration.'.format
set encoding utf8
set datafile separator comma
set datafile commentschars ''
set lmargin at screen 0.11000
set rmargin at screen 0.64333
set tmargin at screen 0.84828
set bmargin at screen 0.11264
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Calibration' at screen 0.02000, screen 0.96092 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'A point for each of 15 bins of the probability with at least 10 images; 624 test images.' at screen 0.02000, screen 0.91954 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Beside each name: calibration error (ECE). Dashed: perfect calibration; below it, predictions are overconfident.' at screen 0.02000, screen 0.88966 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [0.0523273:1.01858]
set xtics ('0.1' 0.1, '0.2' 0.2, '0.3' 0.30000000000000004, '0.4' 0.4, '0.5' 0.5, '0.6' 0.6000000000000001, '0.7' 0.7000000000000001, '0.8' 0.8, '0.9' 0.9, '1.0' 1)
set label 'Probability of the predicted class' at screen 0.37667, screen 0.03218 center textcolor rgb '#222222'
set yrange [0.0523273:1.01858]
set ytics ('0.1' 0.1, '0.2' 0.2, '0.3' 0.30000000000000004, '0.4' 0.4, '0.5' 0.5, '0.6' 0.6000000000000001, '0.7' 0.7000000000000001, '0.8' 0.8, '0.9' 0.9, '1.0' 1)
set label 'Fraction of correct predictions' at screen 0.02500, screen 0.48046 center rotate by 90 textcolor rgb '#222222'
set arrow from first 0.9877589006718563, first 0.8993135011441648 to screen 0.66500, screen 0.80120 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#56b4e9'
set arrow from screen 0.66500, screen 0.80120 to screen 0.69833, screen 0.80120 nohead linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9'
set label '' at screen 0.68167, screen 0.80120 point pointtype 7 pointsize 1.6 linecolor rgb '#56b4e9'
set label 'staircase  0.149' at screen 0.70833, screen 0.80120 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 0.994666376344155, first 0.8651911468812877 to screen 0.66500, screen 0.76672 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#cc79a7'
set arrow from screen 0.66500, screen 0.76672 to screen 0.69833, screen 0.76672 nohead linewidth 3 dashtype solid linecolor rgb '#cc79a7'
set label '' at screen 0.68167, screen 0.76672 point pointtype 11 pointsize 1.6 linecolor rgb '#cc79a7'
set label 'naturalExponential  0.167' at screen 0.70833, screen 0.76672 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 0.9961963105808266, first 0.8493150684931506 to screen 0.66500, screen 0.73223 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#009e73'
set arrow from screen 0.66500, screen 0.73223 to screen 0.69833, screen 0.73223 nohead linewidth 3 dashtype solid linecolor rgb '#009e73'
set label '' at screen 0.68167, screen 0.73223 point pointtype 9 pointsize 1.6 linecolor rgb '#009e73'
set label 'exponential  0.185' at screen 0.70833, screen 0.73223 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 0.9951904206883674, first 0.8431372549019608 to screen 0.66500, screen 0.69775 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#d55e00'
set arrow from screen 0.66500, screen 0.69775 to screen 0.69833, screen 0.69775 nohead linewidth 3 dashtype solid linecolor rgb '#d55e00'
set label '' at screen 0.68167, screen 0.69775 point pointtype 13 pointsize 1.6 linecolor rgb '#d55e00'
set label 'polynomial  0.203' at screen 0.70833, screen 0.69775 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 0.995260940531814, first 0.8136882129277566 to screen 0.66500, screen 0.66327 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.66500, screen 0.66327 to screen 0.69833, screen 0.66327 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.68167, screen 0.66327 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'step  0.209' at screen 0.70833, screen 0.66327 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 0.9956159094238982, first 0.7904411764705882 to screen 0.66500, screen 0.62879 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#e69f00'
set arrow from screen 0.66500, screen 0.62879 to screen 0.69833, screen 0.62879 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.68167, screen 0.62879 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'cosine  0.224' at screen 0.70833, screen 0.62879 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 0.5, first 0.5 to first 1, first 1 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'calibration.csv' skip 1 every ::0::6 using 1:2 with linespoints linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 1.60 pointinterval 1, \
    'calibration.csv' skip 1 every ::7::13 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 1.60 pointinterval 1, \
    'calibration.csv' skip 1 every ::14::19 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.60 pointinterval 1, \
    'calibration.csv' skip 1 every ::20::25 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.60 pointinterval 1, \
    'calibration.csv' skip 1 every ::26::32 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.60 pointinterval 1, \
    'calibration.csv' skip 1 every ::33::37 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.60 pointinterval 1
