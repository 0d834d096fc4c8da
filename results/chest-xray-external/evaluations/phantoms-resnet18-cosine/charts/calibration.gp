# Calibration. Draws calibration.png from calibration.csv: gnuplot calibration.gp
# As SVG or PDF: gnuplot -e "format='svg'" calibration.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,833 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,833 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,8.677in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'calibration.'.format
set encoding utf8
set datafile separator comma
set datafile commentschars ''
set lmargin at screen 0.11000
set rmargin at screen 0.61300
set tmargin at screen 0.84154
set bmargin at screen 0.11765
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Calibration' at screen 0.02000, screen 0.95918 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'A point for each of 15 bins of the probability with at least 10 images; 400 images and 617 internal test images.' at screen 0.02000, screen 0.91597 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Beside each name: calibration error (ECE). Dashed: perfect calibration; below it, predictions are overconfident.' at screen 0.02000, screen 0.88475 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [0.273446:1.01425]
set xtics ('0.3' 0.30000000000000004, '0.4' 0.4, '0.5' 0.5, '0.6' 0.6000000000000001, '0.7' 0.7000000000000001, '0.8' 0.8, '0.9' 0.9, '1.0' 1)
set label 'Probability of the predicted class' at screen 0.36150, screen 0.03361 center textcolor rgb '#222222'
set yrange [0.273446:1.01425]
set ytics ('0.3' 0.30000000000000004, '0.4' 0.4, '0.5' 0.5, '0.6' 0.6000000000000001, '0.7' 0.7000000000000001, '0.8' 0.8, '0.9' 0.9, '1.0' 1)
set label 'Fraction of correct predictions' at screen 0.02500, screen 0.47959 center rotate by 90 textcolor rgb '#222222'
set arrow from first 0.9598394299914491, first 0.7857142857142857 to screen 0.63467, screen 0.61822 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.63467, screen 0.61822 to screen 0.66800, screen 0.61822 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.65133, screen 0.61822 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'phantoms-resnet18-cosine  0.169' at screen 0.67800, screen 0.61822 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 0.9930337839223822, first 0.8617021276595744 to screen 0.63467, screen 0.69247 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#e69f00'
set arrow from screen 0.63467, screen 0.69247 to screen 0.66800, screen 0.69247 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.65133, screen 0.69247 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'internal test  0.169' at screen 0.67800, screen 0.69247 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 0.5, first 0.5 to first 1, first 1 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'calibration.csv' skip 1 every ::0::7 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.60 pointinterval 1, \
    'calibration.csv' skip 1 every ::8::14 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.60 pointinterval 1
