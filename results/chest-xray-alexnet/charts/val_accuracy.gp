# Validation accuracy. Draws val_accuracy.png from val_accuracy.csv: gnuplot val_accuracy.gp
# As SVG or PDF: gnuplot -e "format='svg'" val_accuracy.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,780 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,780 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,8.125in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'val_accuracy.'.format
set encoding utf8
set datafile separator comma
set datafile commentschars ''
set lmargin at screen 0.11000
set rmargin at screen 0.74200
set tmargin at screen 0.83077
set bmargin at screen 0.12564
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Validation accuracy' at screen 0.02000, screen 0.95641 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Accuracy after each epoch, 523 validation images' at screen 0.02000, screen 0.91026 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'One seed.' at screen 0.02000, screen 0.87692 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [0.9:5.1]
set xtics ('1' 1, '2' 2, '3' 3, '4' 4, '5' 5)
set label 'Epoch' at screen 0.42600, screen 0.03590 center textcolor rgb '#222222'
set yrange [93.2467:97.9579]
set ytics ('93.5' 93.5, '94.0' 94, '94.5' 94.5, '95.0' 95, '95.5' 95.5, '96.0' 96, '96.5' 96.5, '97.0' 97, '97.5' 97.5)
set label 'Accuracy (%)' at screen 0.02500, screen 0.47821 center rotate by 90 textcolor rgb '#222222'
set arrow from first 5, first 96.94072657743786 to screen 0.76367, screen 0.67853 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.76367, screen 0.67853 to screen 0.79700, screen 0.67853 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.78033, screen 0.67853 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'step' at screen 0.80700, screen 0.67853 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 97.51434034416826 to screen 0.76367, screen 0.74515 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#e69f00'
set arrow from screen 0.76367, screen 0.74515 to screen 0.79700, screen 0.74515 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.78033, screen 0.74515 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'cosine' at screen 0.80700, screen 0.74515 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 94.45506692160612 to screen 0.76367, screen 0.30650 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#009e73'
set arrow from screen 0.76367, screen 0.30650 to screen 0.79700, screen 0.30650 nohead linewidth 3 dashtype solid linecolor rgb '#009e73'
set label '' at screen 0.78033, screen 0.30650 point pointtype 9 pointsize 1.6 linecolor rgb '#009e73'
set label 'exponential' at screen 0.80700, screen 0.30650 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 96.5583173996176 to screen 0.76367, screen 0.62129 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#d55e00'
set arrow from screen 0.76367, screen 0.62129 to screen 0.79700, screen 0.62129 nohead linewidth 3 dashtype solid linecolor rgb '#d55e00'
set label '' at screen 0.78033, screen 0.62129 point pointtype 13 pointsize 1.6 linecolor rgb '#d55e00'
set label 'polynomial' at screen 0.80700, screen 0.62129 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 97.51434034416826 to screen 0.76367, screen 0.78361 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#cc79a7'
set arrow from screen 0.76367, screen 0.78361 to screen 0.79700, screen 0.78361 nohead linewidth 3 dashtype solid linecolor rgb '#cc79a7'
set label '' at screen 0.78033, screen 0.78361 point pointtype 11 pointsize 1.6 linecolor rgb '#cc79a7'
set label 'naturalExponential' at screen 0.80700, screen 0.78361 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 95.02868068833652 to screen 0.76367, screen 0.39235 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#56b4e9'
set arrow from screen 0.76367, screen 0.39235 to screen 0.79700, screen 0.39235 nohead linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9'
set label '' at screen 0.78033, screen 0.39235 point pointtype 7 pointsize 1.6 linecolor rgb '#56b4e9'
set label 'staircase' at screen 0.80700, screen 0.39235 left font 'DejaVu Sans,15' textcolor rgb '#222222'
plot \
    'val_accuracy.csv' skip 1 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.60 pointinterval 1, \
    'val_accuracy.csv' skip 1 using 1:3 with linespoints linewidth 3 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.60 pointinterval 1, \
    'val_accuracy.csv' skip 1 using 1:4 with linespoints linewidth 3 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.60 pointinterval 1, \
    'val_accuracy.csv' skip 1 using 1:5 with linespoints linewidth 3 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.60 pointinterval 1, \
    'val_accuracy.csv' skip 1 using 1:6 with linespoints linewidth 3 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 1.60 pointinterval 1, \
    'val_accuracy.csv' skip 1 using 1:7 with linespoints linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 1.60 pointinterval 1
