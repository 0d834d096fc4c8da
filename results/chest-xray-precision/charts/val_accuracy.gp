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
set rmargin at screen 0.73733
set tmargin at screen 0.83077
set bmargin at screen 0.12564
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Validation accuracy' at screen 0.02000, screen 0.95641 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Accuracy after each epoch, 523 validation images' at screen 0.02000, screen 0.91026 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Means over 3 seeds.' at screen 0.02000, screen 0.87692 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [0.95:3.05]
set xtics ('1' 1, '2' 2, '3' 3)
set label 'Epoch' at screen 0.42367, screen 0.03590 center textcolor rgb '#222222'
set yrange [72.891:97.0899]
set ytics ('75' 75, '80' 80, '85' 85, '90' 90, '95' 95)
set label 'Accuracy (%)' at screen 0.02500, screen 0.47821 center rotate by 90 textcolor rgb '#222222'
set arrow from first 3, first 88.8463989802422 to screen 0.75900, screen 0.66165 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.75900, screen 0.66165 to screen 0.79233, screen 0.66165 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.77567, screen 0.66165 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'alexnet / fp32' at screen 0.80233, screen 0.66165 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 3, first 88.2727852135118 to screen 0.75900, screen 0.54626 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#e69f00'
set arrow from screen 0.75900, screen 0.54626 to screen 0.79233, screen 0.54626 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.77567, screen 0.54626 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'alexnet / bf16' at screen 0.80233, screen 0.54626 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 3, first 86.67941363926069 to screen 0.75900, screen 0.46934 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#009e73'
set arrow from screen 0.75900, screen 0.46934 to screen 0.79233, screen 0.46934 nohead linewidth 3 dashtype solid linecolor rgb '#009e73'
set label '' at screen 0.77567, screen 0.46934 point pointtype 9 pointsize 1.6 linecolor rgb '#009e73'
set label 'resnet50 / fp32' at screen 0.80233, screen 0.46934 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 3, first 86.80688336520076 to screen 0.75900, screen 0.50780 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#d55e00'
set arrow from screen 0.75900, screen 0.50780 to screen 0.79233, screen 0.50780 nohead linewidth 3 dashtype solid linecolor rgb '#d55e00'
set label '' at screen 0.77567, screen 0.50780 point pointtype 13 pointsize 1.6 linecolor rgb '#d55e00'
set label 'resnet50 / bf16' at screen 0.80233, screen 0.50780 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 3, first 94.64627151051626 to screen 0.75900, screen 0.74776 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#cc79a7'
set arrow from screen 0.75900, screen 0.74776 to screen 0.79233, screen 0.74776 nohead linewidth 3 dashtype solid linecolor rgb '#cc79a7'
set label '' at screen 0.77567, screen 0.74776 point pointtype 11 pointsize 1.6 linecolor rgb '#cc79a7'
set label 'densenet201 / fp32' at screen 0.80233, screen 0.74776 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 3, first 95.15615041427661 to screen 0.75900, screen 0.78622 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#56b4e9'
set arrow from screen 0.75900, screen 0.78622 to screen 0.79233, screen 0.78622 nohead linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9'
set label '' at screen 0.77567, screen 0.78622 point pointtype 7 pointsize 1.6 linecolor rgb '#56b4e9'
set label 'densenet201 / bf16' at screen 0.80233, screen 0.78622 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 3, first 88.65519439133207 to screen 0.75900, screen 0.62318 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#333333'
set arrow from screen 0.75900, screen 0.62318 to screen 0.79233, screen 0.62318 nohead linewidth 3 dashtype (14,6) linecolor rgb '#333333'
set label '' at screen 0.77567, screen 0.62318 point pointtype 5 pointsize 1.6 linecolor rgb '#333333'
set label 'vgg16 / fp32' at screen 0.80233, screen 0.62318 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 3, first 88.65519439133205 to screen 0.75900, screen 0.58472 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.75900, screen 0.58472 to screen 0.79233, screen 0.58472 nohead linewidth 3 dashtype (14,6) linecolor rgb '#0072b2'
set label '' at screen 0.77567, screen 0.58472 point pointtype 9 pointsize 1.6 linecolor rgb '#0072b2'
set label 'vgg16 / bf16' at screen 0.80233, screen 0.58472 left font 'DejaVu Sans,15' textcolor rgb '#222222'
plot \
    'val_accuracy.csv' skip 1 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.60 pointinterval 1, \
    'val_accuracy.csv' skip 1 using 1:5 with linespoints linewidth 3 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.60 pointinterval 1, \
    'val_accuracy.csv' skip 1 using 1:8 with linespoints linewidth 3 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.60 pointinterval 1, \
    'val_accuracy.csv' skip 1 using 1:11 with linespoints linewidth 3 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.60 pointinterval 1, \
    'val_accuracy.csv' skip 1 using 1:14 with linespoints linewidth 3 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 1.60 pointinterval 1, \
    'val_accuracy.csv' skip 1 using 1:17 with linespoints linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 1.60 pointinterval 1, \
    'val_accuracy.csv' skip 1 using 1:20 with linespoints linewidth 3 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 1.60 pointinterval 1, \
    'val_accuracy.csv' skip 1 using 1:23 with linespoints linewidth 3 dashtype (14,6) linecolor rgb '#0072b2' pointtype 9 pointsize 1.60 pointinterval 1
