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
set label 'A point for each of 15 bins of the probability with at least 10 images; 617 test images, all folds together.' at screen 0.02000, screen 0.91954 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Beside each name: calibration error (ECE). Dashed: perfect calibration; below it, predictions are overconfident.' at screen 0.02000, screen 0.88966 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [0.267972:1.01435]
set xtics ('0.3' 0.30000000000000004, '0.4' 0.4, '0.5' 0.5, '0.6' 0.6000000000000001, '0.7' 0.7000000000000001, '0.8' 0.8, '0.9' 0.9, '1.0' 1)
set label 'Probability of the predicted class' at screen 0.37667, screen 0.03218 center textcolor rgb '#222222'
set yrange [0.267972:1.01435]
set ytics ('0.3' 0.30000000000000004, '0.4' 0.4, '0.5' 0.5, '0.6' 0.6000000000000001, '0.7' 0.7000000000000001, '0.8' 0.8, '0.9' 0.9, '1.0' 1)
set label 'Fraction of correct predictions' at screen 0.02500, screen 0.48046 center rotate by 90 textcolor rgb '#222222'
set arrow from first 0.996266112279366, first 0.8125 to screen 0.66500, screen 0.64933 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.66500, screen 0.64933 to screen 0.69833, screen 0.64933 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.68167, screen 0.64933 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'resnet18-cosine  0.201' at screen 0.70833, screen 0.64933 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 0.5, first 0.5 to first 1, first 1 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'calibration.csv' skip 1 every ::0::7 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.60 pointinterval 1
