# Test accuracy. Draws test_accuracy.png from test_accuracy.csv: gnuplot test_accuracy.gp
# As SVG or PDF: gnuplot -e "format='svg'" test_accuracy.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,780 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,780 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,8.125in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'test_accuracy.'.format
set encoding utf8
set datafile separator comma
set datafile commentschars ''
set lmargin at screen 0.11000
set rmargin at screen 0.73733
set tmargin at screen 0.83077
set bmargin at screen 0.12564
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Test accuracy' at screen 0.02000, screen 0.95641 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Accuracy after each epoch, 624 test images' at screen 0.02000, screen 0.91026 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Means over 3 seeds.' at screen 0.02000, screen 0.87692 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [0.95:3.05]
set xtics ('1' 1, '2' 2, '3' 3)
set label 'Epoch' at screen 0.42367, screen 0.03590 center textcolor rgb '#222222'
set yrange [60.9423:90.0192]
set ytics ('65' 65, '70' 70, '75' 75, '80' 80, '85' 85, '90' 90)
set label 'Accuracy (%)' at screen 0.02500, screen 0.47821 center rotate by 90 textcolor rgb '#222222'
set arrow from first 3, first 85.36324786324786 to screen 0.75900, screen 0.73158 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.75900, screen 0.73158 to screen 0.79233, screen 0.73158 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.77567, screen 0.73158 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'alexnet / fp32' at screen 0.80233, screen 0.73158 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 3, first 85.41666666666667 to screen 0.75900, screen 0.77005 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#e69f00'
set arrow from screen 0.75900, screen 0.77005 to screen 0.79233, screen 0.77005 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.77567, screen 0.77005 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'alexnet / bf16' at screen 0.80233, screen 0.77005 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 3, first 69.33760683760683 to screen 0.75900, screen 0.31648 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#009e73'
set arrow from screen 0.75900, screen 0.31648 to screen 0.79233, screen 0.31648 nohead linewidth 3 dashtype solid linecolor rgb '#009e73'
set label '' at screen 0.77567, screen 0.31648 point pointtype 9 pointsize 1.6 linecolor rgb '#009e73'
set label 'resnet50 / fp32' at screen 0.80233, screen 0.31648 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 3, first 69.87179487179488 to screen 0.75900, screen 0.35494 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#d55e00'
set arrow from screen 0.75900, screen 0.35494 to screen 0.79233, screen 0.35494 nohead linewidth 3 dashtype solid linecolor rgb '#d55e00'
set label '' at screen 0.77567, screen 0.35494 point pointtype 13 pointsize 1.6 linecolor rgb '#d55e00'
set label 'resnet50 / bf16' at screen 0.80233, screen 0.35494 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 3, first 79.6474358974359 to screen 0.75900, screen 0.56585 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#cc79a7'
set arrow from screen 0.75900, screen 0.56585 to screen 0.79233, screen 0.56585 nohead linewidth 3 dashtype solid linecolor rgb '#cc79a7'
set label '' at screen 0.77567, screen 0.56585 point pointtype 11 pointsize 1.6 linecolor rgb '#cc79a7'
set label 'densenet201 / fp32' at screen 0.80233, screen 0.56585 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 3, first 80.12820512820512 to screen 0.75900, screen 0.60431 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#56b4e9'
set arrow from screen 0.75900, screen 0.60431 to screen 0.79233, screen 0.60431 nohead linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9'
set label '' at screen 0.77567, screen 0.60431 point pointtype 7 pointsize 1.6 linecolor rgb '#56b4e9'
set label 'densenet201 / bf16' at screen 0.80233, screen 0.60431 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 3, first 84.77564102564104 to screen 0.75900, screen 0.65466 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#333333'
set arrow from screen 0.75900, screen 0.65466 to screen 0.79233, screen 0.65466 nohead linewidth 3 dashtype (14,6) linecolor rgb '#333333'
set label '' at screen 0.77567, screen 0.65466 point pointtype 5 pointsize 1.6 linecolor rgb '#333333'
set label 'vgg16 / fp32' at screen 0.80233, screen 0.65466 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 3, first 84.98931623931624 to screen 0.75900, screen 0.69312 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.75900, screen 0.69312 to screen 0.79233, screen 0.69312 nohead linewidth 3 dashtype (14,6) linecolor rgb '#0072b2'
set label '' at screen 0.77567, screen 0.69312 point pointtype 9 pointsize 1.6 linecolor rgb '#0072b2'
set label 'vgg16 / bf16' at screen 0.80233, screen 0.69312 left font 'DejaVu Sans,15' textcolor rgb '#222222'
plot \
    'test_accuracy.csv' skip 1 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.60 pointinterval 1, \
    'test_accuracy.csv' skip 1 using 1:5 with linespoints linewidth 3 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.60 pointinterval 1, \
    'test_accuracy.csv' skip 1 using 1:8 with linespoints linewidth 3 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.60 pointinterval 1, \
    'test_accuracy.csv' skip 1 using 1:11 with linespoints linewidth 3 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.60 pointinterval 1, \
    'test_accuracy.csv' skip 1 using 1:14 with linespoints linewidth 3 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 1.60 pointinterval 1, \
    'test_accuracy.csv' skip 1 using 1:17 with linespoints linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 1.60 pointinterval 1, \
    'test_accuracy.csv' skip 1 using 1:20 with linespoints linewidth 3 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 1.60 pointinterval 1, \
    'test_accuracy.csv' skip 1 using 1:23 with linespoints linewidth 3 dashtype (14,6) linecolor rgb '#0072b2' pointtype 9 pointsize 1.60 pointinterval 1
