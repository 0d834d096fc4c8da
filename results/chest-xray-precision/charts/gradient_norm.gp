# Gradient norm. Draws gradient_norm.png from gradient_norm.csv: gnuplot gradient_norm.gp
# As SVG or PDF: gnuplot -e "format='svg'" gradient_norm.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,780 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,780 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,8.125in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'gradient_norm.'.format
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
set label 'Gradient norm' at screen 0.02000, screen 0.95641 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Euclidean norm of the gradient with respect to all trained parameters, means over 2 steps.' at screen 0.02000, screen 0.91026 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'The first trial of each configuration.' at screen 0.02000, screen 0.87692 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [-1.92:97.92]
set xtics ('0' 0, '10' 10, '20' 20, '30' 30, '40' 40, '50' 50, '60' 60, '70' 70, '80' 80, '90' 90)
set label 'Step' at screen 0.42367, screen 0.03590 center textcolor rgb '#222222'
set logscale y
set yrange [0.268553:404.466]
set ytics ('0.5' 0.5, '1' 1, '2' 2, '5' 5, '10' 10, '20' 20, '50' 50, '100' 100, '200' 200)
set label 'Gradient norm' at screen 0.02500, screen 0.47821 center rotate by 90 textcolor rgb '#222222'
set arrow from first 96, first 11.74932777839071 to screen 0.75900, screen 0.49594 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.75900, screen 0.49594 to screen 0.79233, screen 0.49594 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.77567, screen 0.49594 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'alexnet / fp32' at screen 0.80233, screen 0.49594 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 96, first 11.09476048331449 to screen 0.75900, screen 0.45748 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#e69f00'
set arrow from screen 0.75900, screen 0.45748 to screen 0.79233, screen 0.45748 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.77567, screen 0.45748 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'alexnet / bf16' at screen 0.80233, screen 0.45748 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 96, first 199.66611446514355 to screen 0.75900, screen 0.77345 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#009e73'
set arrow from screen 0.75900, screen 0.77345 to screen 0.79233, screen 0.77345 nohead linewidth 3 dashtype solid linecolor rgb '#009e73'
set label '' at screen 0.77567, screen 0.77345 point pointtype 9 pointsize 1.6 linecolor rgb '#009e73'
set label 'resnet50 / fp32' at screen 0.80233, screen 0.77345 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 96, first 167.29363609241096 to screen 0.75900, screen 0.73499 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#d55e00'
set arrow from screen 0.75900, screen 0.73499 to screen 0.79233, screen 0.73499 nohead linewidth 3 dashtype solid linecolor rgb '#d55e00'
set label '' at screen 0.77567, screen 0.73499 point pointtype 13 pointsize 1.6 linecolor rgb '#d55e00'
set label 'resnet50 / bf16' at screen 0.80233, screen 0.73499 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 96, first 2.927858340846266 to screen 0.75900, screen 0.34384 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#cc79a7'
set arrow from screen 0.75900, screen 0.34384 to screen 0.79233, screen 0.34384 nohead linewidth 3 dashtype solid linecolor rgb '#cc79a7'
set label '' at screen 0.77567, screen 0.34384 point pointtype 11 pointsize 1.6 linecolor rgb '#cc79a7'
set label 'densenet201 / fp32' at screen 0.80233, screen 0.34384 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 96, first 3.400712924325921 to screen 0.75900, screen 0.38230 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#56b4e9'
set arrow from screen 0.75900, screen 0.38230 to screen 0.79233, screen 0.38230 nohead linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9'
set label '' at screen 0.77567, screen 0.38230 point pointtype 7 pointsize 1.6 linecolor rgb '#56b4e9'
set label 'densenet201 / bf16' at screen 0.80233, screen 0.38230 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 96, first 22.003431730895915 to screen 0.75900, screen 0.57286 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#333333'
set arrow from screen 0.75900, screen 0.57286 to screen 0.79233, screen 0.57286 nohead linewidth 3 dashtype (14,6) linecolor rgb '#333333'
set label '' at screen 0.77567, screen 0.57286 point pointtype 5 pointsize 1.6 linecolor rgb '#333333'
set label 'vgg16 / fp32' at screen 0.80233, screen 0.57286 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 96, first 19.079666354439908 to screen 0.75900, screen 0.53440 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.75900, screen 0.53440 to screen 0.79233, screen 0.53440 nohead linewidth 3 dashtype (14,6) linecolor rgb '#0072b2'
set label '' at screen 0.77567, screen 0.53440 point pointtype 9 pointsize 1.6 linecolor rgb '#0072b2'
set label 'vgg16 / bf16' at screen 0.80233, screen 0.53440 left font 'DejaVu Sans,15' textcolor rgb '#222222'
plot \
    'gradient_norm.csv' skip 1 every ::0::47 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.3 pointinterval 8, \
    'gradient_norm.csv' skip 1 every ::48::95 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.3 pointinterval 6, \
    'gradient_norm.csv' skip 1 every ::96::143 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.3 pointinterval 6, \
    'gradient_norm.csv' skip 1 every ::144::191 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.3 pointinterval 8, \
    'gradient_norm.csv' skip 1 every ::192::239 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 1.3 pointinterval 6, \
    'gradient_norm.csv' skip 1 every ::240::287 using 1:2 with linespoints linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 1.3 pointinterval 6, \
    'gradient_norm.csv' skip 1 every ::288::335 using 1:2 with linespoints linewidth 3 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 1.3 pointinterval 8, \
    'gradient_norm.csv' skip 1 every ::336::383 using 1:2 with linespoints linewidth 3 dashtype (14,6) linecolor rgb '#0072b2' pointtype 9 pointsize 1.3 pointinterval 6
