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
set xrange [0.2996:1.01373]
set xtics ('0.4' 0.4, '0.5' 0.5, '0.6' 0.6000000000000001, '0.7' 0.7000000000000001, '0.8' 0.8, '0.9' 0.9, '1.0' 1)
set label 'Probability of the predicted class' at screen 0.37667, screen 0.03218 center textcolor rgb '#222222'
set yrange [0.2996:1.01373]
set ytics ('0.4' 0.4, '0.5' 0.5, '0.6' 0.6000000000000001, '0.7' 0.7000000000000001, '0.8' 0.8, '0.9' 0.9, '1.0' 1)
set label 'Fraction of correct predictions' at screen 0.02500, screen 0.48046 center rotate by 90 textcolor rgb '#222222'
set arrow from first 0.9882337655339922, first 0.9301587301587302 to screen 0.66500, screen 0.76633 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.66500, screen 0.76633 to screen 0.69833, screen 0.76633 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.68167, screen 0.76633 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'alexnet  0.060' at screen 0.70833, screen 0.76633 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 0.9767363399111163, first 0.93717277486911 to screen 0.66500, screen 0.80081 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#009e73'
set arrow from screen 0.66500, screen 0.80081 to screen 0.69833, screen 0.80081 nohead linewidth 3 dashtype solid linecolor rgb '#009e73'
set label '' at screen 0.68167, screen 0.80081 point pointtype 9 pointsize 1.6 linecolor rgb '#009e73'
set label 'densenet201  0.091' at screen 0.70833, screen 0.80081 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 0.9871202377817738, first 0.9120603015075377 to screen 0.66500, screen 0.73184 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#d55e00'
set arrow from screen 0.66500, screen 0.73184 to screen 0.69833, screen 0.73184 nohead linewidth 3 dashtype solid linecolor rgb '#d55e00'
set label '' at screen 0.68167, screen 0.73184 point pointtype 13 pointsize 1.6 linecolor rgb '#d55e00'
set label 'vgg16  0.126' at screen 0.70833, screen 0.73184 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 0.9888726421855988, first 0.8903743315508021 to screen 0.66500, screen 0.69736 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#e69f00'
set arrow from screen 0.66500, screen 0.69736 to screen 0.69833, screen 0.69736 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.68167, screen 0.69736 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'resnet50  0.135' at screen 0.70833, screen 0.69736 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 0.5, first 0.5 to first 1, first 1 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'calibration.csv' skip 1 every ::0::7 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.60 pointinterval 1, \
    'calibration.csv' skip 1 every ::8::14 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.60 pointinterval 1, \
    'calibration.csv' skip 1 every ::15::21 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.60 pointinterval 1, \
    'calibration.csv' skip 1 every ::22::29 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.60 pointinterval 1
