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
set xrange [0.4696:1.0104]
set xtics ('0.5' 0.5, '0.6' 0.6000000000000001, '0.7' 0.7000000000000001, '0.8' 0.8, '0.9' 0.9, '1.0' 1)
set label 'Probability of the predicted class' at screen 0.37667, screen 0.03218 center textcolor rgb '#222222'
set yrange [0.4696:1.0104]
set ytics ('0.5' 0.5, '0.6' 0.6000000000000001, '0.7' 0.7000000000000001, '0.8' 0.8, '0.9' 0.9, '1.0' 1)
set label 'Fraction of correct predictions' at screen 0.02500, screen 0.48046 center rotate by 90 textcolor rgb '#222222'
set arrow from first 0.9613867634792687, first 0.8333333333333334 to screen 0.66500, screen 0.61206 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#e69f00'
set arrow from screen 0.66500, screen 0.61206 to screen 0.69833, screen 0.61206 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.68167, screen 0.61206 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'cosine  0.110' at screen 0.70833, screen 0.61206 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 0.9622571533345886, first 0.8148148148148148 to screen 0.66500, screen 0.57758 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.66500, screen 0.57758 to screen 0.69833, screen 0.57758 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.68167, screen 0.57758 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'step  0.120' at screen 0.70833, screen 0.57758 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 0.5, first 0.5 to first 1, first 1 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'calibration.csv' skip 1 every ::0::7 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.60 pointinterval 1, \
    'calibration.csv' skip 1 every ::8::15 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.60 pointinterval 1
