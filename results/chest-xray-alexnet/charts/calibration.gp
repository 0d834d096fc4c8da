# Calibration. Draws calibration.png from calibration.csv: gnuplot calibration.gp
# As SVG or PDF: gnuplot -e "format='svg'" calibration.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,780 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,780 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,8.125in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'calibration.'.format
set encoding utf8
set datafile separator comma
set lmargin at screen 0.11000
set rmargin at screen 0.67900
set tmargin at screen 0.83077
set bmargin at screen 0.12564
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Calibration' at screen 0.02000, screen 0.95641 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'A point for each fifteenth of the probabilities with 10 images or more of 624 test images.' at screen 0.02000, screen 0.91026 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Beside each name the calibration error (ECE). Dashed: probabilities that come true; below it answers are too sure.' at screen 0.02000, screen 0.87692 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [0.49:1.01]
set xtics ('0.5' 0.5, '0.6' 0.6000000000000001, '0.7' 0.7000000000000001, '0.8' 0.8, '0.9' 0.9, '1.0' 1)
set label 'Probability of the named class' at screen 0.39450, screen 0.03590 center textcolor rgb '#222222'
set yrange [0.237782:1.01495]
set ytics ('0.3' 0.30000000000000004, '0.4' 0.4, '0.5' 0.5, '0.6' 0.6000000000000001, '0.7' 0.7000000000000001, '0.8' 0.8, '0.9' 0.9, '1.0' 1)
set label 'Share that is right' at screen 0.02500, screen 0.47821 center rotate by 90 textcolor rgb '#222222'
set arrow from first 0.9909326540973952, first 0.9292452830188679 to screen 0.70067, screen 0.77472 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#56b4e9'
set arrow from screen 0.70067, screen 0.77472 to screen 0.73400, screen 0.77472 nohead linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9'
set label '' at screen 0.71733, screen 0.77472 point pointtype 7 pointsize 1.6 linecolor rgb '#56b4e9'
set label 'staircase  0.080' at screen 0.74400, screen 0.77472 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 0.9886979677590979, first 0.9397590361445783 to screen 0.70067, screen 0.81318 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#cc79a7'
set arrow from screen 0.70067, screen 0.81318 to screen 0.73400, screen 0.81318 nohead linewidth 3 dashtype solid linecolor rgb '#cc79a7'
set label '' at screen 0.71733, screen 0.81318 point pointtype 11 pointsize 1.6 linecolor rgb '#cc79a7'
set label 'naturalExponential  0.080' at screen 0.74400, screen 0.81318 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 0.9923363140459811, first 0.9168539325842696 to screen 0.70067, screen 0.73626 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#009e73'
set arrow from screen 0.70067, screen 0.73626 to screen 0.73400, screen 0.73626 nohead linewidth 3 dashtype solid linecolor rgb '#009e73'
set label '' at screen 0.71733, screen 0.73626 point pointtype 9 pointsize 1.6 linecolor rgb '#009e73'
set label 'exponential  0.108' at screen 0.74400, screen 0.73626 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 0.9950219470521678, first 0.857707509881423 to screen 0.70067, screen 0.69780 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#e69f00'
set arrow from screen 0.70067, screen 0.69780 to screen 0.73400, screen 0.69780 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.71733, screen 0.69780 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'cosine  0.170' at screen 0.74400, screen 0.69780 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 0.9908502369456821, first 0.8533333333333334 to screen 0.70067, screen 0.65934 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.70067, screen 0.65934 to screen 0.73400, screen 0.65934 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.71733, screen 0.65934 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'step  0.173' at screen 0.74400, screen 0.65934 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 0.995128853610616, first 0.8406072106261859 to screen 0.70067, screen 0.62087 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#d55e00'
set arrow from screen 0.70067, screen 0.62087 to screen 0.73400, screen 0.62087 nohead linewidth 3 dashtype solid linecolor rgb '#d55e00'
set label '' at screen 0.71733, screen 0.62087 point pointtype 13 pointsize 1.6 linecolor rgb '#d55e00'
set label 'polynomial  0.177' at screen 0.74400, screen 0.62087 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 0.5, first 0.5 to first 1, first 1 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'calibration.csv' skip 1 every ::0::7 using 2:3 with linespoints linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 1.60 pointinterval 1, \
    'calibration.csv' skip 1 every ::8::15 using 2:3 with linespoints linewidth 3 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 1.60 pointinterval 1, \
    'calibration.csv' skip 1 every ::16::23 using 2:3 with linespoints linewidth 3 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.60 pointinterval 1, \
    'calibration.csv' skip 1 every ::24::30 using 2:3 with linespoints linewidth 3 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.60 pointinterval 1, \
    'calibration.csv' skip 1 every ::31::37 using 2:3 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.60 pointinterval 1, \
    'calibration.csv' skip 1 every ::38::42 using 2:3 with linespoints linewidth 3 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.60 pointinterval 1
