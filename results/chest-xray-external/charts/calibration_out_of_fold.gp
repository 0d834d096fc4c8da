# Calibration of the out-of-fold predictions. Draws calibration_out_of_fold.png from calibration_out_of_fold.csv: gnuplot calibration_out_of_fold.gp
# As SVG or PDF: gnuplot -e "format='svg'" calibration_out_of_fold.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,870 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,870 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,9.062in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'calibration_out_of_fold.'.format
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
set label 'Calibration of the out-of-fold predictions' at screen 0.02000, screen 0.96092 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'A point for each of 15 bins of the probability with at least 10 images; 5,054 images of all folds.' at screen 0.02000, screen 0.91954 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Beside each name: calibration error (ECE). Dashed: perfect calibration; below it, predictions are overconfident.' at screen 0.02000, screen 0.88966 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [0.4696:1.0104]
set xtics ('0.5' 0.5, '0.6' 0.6000000000000001, '0.7' 0.7000000000000001, '0.8' 0.8, '0.9' 0.9, '1.0' 1)
set label 'Probability of the predicted class' at screen 0.37667, screen 0.03218 center textcolor rgb '#222222'
set yrange [0.4696:1.0104]
set ytics ('0.5' 0.5, '0.6' 0.6000000000000001, '0.7' 0.7000000000000001, '0.8' 0.8, '0.9' 0.9, '1.0' 1)
set label 'Fraction of correct predictions' at screen 0.02500, screen 0.48046 center rotate by 90 textcolor rgb '#222222'
set arrow from first 0.9979868387370864, first 0.9902631033768386 to screen 0.66500, screen 0.82088 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.66500, screen 0.82088 to screen 0.69833, screen 0.82088 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.68167, screen 0.82088 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'resnet18-cosine  0.012' at screen 0.70833, screen 0.82088 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 0.5, first 0.5 to first 1, first 1 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'calibration_out_of_fold.csv' skip 1 every ::0::7 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.60 pointinterval 1
