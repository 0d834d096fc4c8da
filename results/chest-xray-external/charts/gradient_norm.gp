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
set rmargin at screen 0.76567
set tmargin at screen 0.83077
set bmargin at screen 0.12564
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Gradient norm' at screen 0.02000, screen 0.95641 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Euclidean norm of the gradient with respect to all trained parameters, means over 13 steps.' at screen 0.02000, screen 0.91026 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'The first trial of each configuration.' at screen 0.02000, screen 0.87692 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [-15.24:777.24]
set xtics ('0' 0, '100' 100, '200' 200, '300' 300, '400' 400, '500' 500, '600' 600, '700' 700)
set label 'Step' at screen 0.43783, screen 0.03590 center textcolor rgb '#222222'
set logscale y
set yrange [0.0698895:15.5925]
set ytics ('0.1' 0.1, '0.2' 0.2, '0.5' 0.5, '1' 1, '2' 2, '5' 5, '10' 10)
set label 'Gradient norm' at screen 0.02500, screen 0.47821 center rotate by 90 textcolor rgb '#222222'
set arrow from first 762, first 0.6020264133888036 to screen 0.78733, screen 0.40643 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.78733, screen 0.40643 to screen 0.82067, screen 0.40643 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.80400, screen 0.40643 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'resnet18-cosine' at screen 0.83067, screen 0.40643 left font 'DejaVu Sans,15' textcolor rgb '#222222'
plot \
    'gradient_norm.csv' skip 1 every ::0::58 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.3 pointinterval 9
