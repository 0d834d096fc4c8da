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
set rmargin at screen 0.80033
set tmargin at screen 0.83077
set bmargin at screen 0.12564
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Gradient norm' at screen 0.02000, screen 0.95641 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Euclidean norm of the gradient with respect to all trained parameters, means over 3 steps.' at screen 0.02000, screen 0.91026 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'The first trial of each configuration.' at screen 0.02000, screen 0.87692 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [-2.56:130.56]
set xtics ('0' 0, '20' 20, '40' 40, '60' 60, '80' 80, '100' 100, '120' 120)
set label 'Step' at screen 0.45517, screen 0.03590 center textcolor rgb '#222222'
set logscale y
set yrange [0.39089:143.364]
set ytics ('0.5' 0.5, '1' 1, '2' 2, '5' 5, '10' 10, '20' 20, '50' 50, '100' 100)
set label 'Gradient norm' at screen 0.02500, screen 0.47821 center rotate by 90 textcolor rgb '#222222'
set arrow from first 128, first 13.989607931326097 to screen 0.82200, screen 0.55288 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.82200, screen 0.55288 to screen 0.85533, screen 0.55288 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.83867, screen 0.55288 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'alexnet' at screen 0.86533, screen 0.55288 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 128, first 87.70093455572913 to screen 0.82200, screen 0.77208 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#e69f00'
set arrow from screen 0.82200, screen 0.77208 to screen 0.85533, screen 0.77208 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.83867, screen 0.77208 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'resnet50' at screen 0.86533, screen 0.77208 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 128, first 2.2920370798405356 to screen 0.82200, screen 0.33686 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#009e73'
set arrow from screen 0.82200, screen 0.33686 to screen 0.85533, screen 0.33686 nohead linewidth 3 dashtype solid linecolor rgb '#009e73'
set label '' at screen 0.83867, screen 0.33686 point pointtype 9 pointsize 1.6 linecolor rgb '#009e73'
set label 'densenet201' at screen 0.86533, screen 0.33686 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 128, first 4.4740089226269095 to screen 0.82200, screen 0.41674 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#d55e00'
set arrow from screen 0.82200, screen 0.41674 to screen 0.85533, screen 0.41674 nohead linewidth 3 dashtype solid linecolor rgb '#d55e00'
set label '' at screen 0.83867, screen 0.41674 point pointtype 13 pointsize 1.6 linecolor rgb '#d55e00'
set label 'vgg16' at screen 0.86533, screen 0.41674 left font 'DejaVu Sans,15' textcolor rgb '#222222'
plot \
    'gradient_norm.csv' skip 1 every ::0::42 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.3 pointinterval 7, \
    'gradient_norm.csv' skip 1 every ::43::85 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.3 pointinterval 6, \
    'gradient_norm.csv' skip 1 every ::86::128 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.3 pointinterval 5, \
    'gradient_norm.csv' skip 1 every ::129::171 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.3 pointinterval 7
