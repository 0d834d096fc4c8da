# Learning rates. Draws learning_rate.png from learning_rate.csv: gnuplot learning_rate.gp
# As SVG or PDF: gnuplot -e "format='svg'" learning_rate.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,780 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,780 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,8.125in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'learning_rate.'.format
set encoding utf8
set datafile separator comma
set datafile commentschars ''
set lmargin at screen 0.14216
set rmargin at screen 0.89300
set tmargin at screen 0.86410
set bmargin at screen 0.12564
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Learning rates' at screen 0.02000, screen 0.95641 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'The learning rate of the optimizer in each epoch.' at screen 0.02000, screen 0.91026 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [0.95:3.05]
set xtics ('1' 1, '2' 2, '3' 3)
set label 'Epoch' at screen 0.51758, screen 0.03590 center textcolor rgb '#222222'
set yrange [-2e-06:0.000106]
set ytics ('0.00000' 0, '0.00002' 2e-05, '0.00004' 4e-05, '0.00006' 6.000000000000001e-05, '0.00008' 8e-05, '0.00010' 0.0001)
set label 'Learning rate' at screen 0.02500, screen 0.49487 center rotate by 90 textcolor rgb '#222222'
set arrow from first 3, first 2.500000000000001e-05 to screen 0.91467, screen 0.31026 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.91467, screen 0.31026 to screen 0.94800, screen 0.31026 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.93133, screen 0.31026 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'all' at screen 0.95800, screen 0.31026 left font 'DejaVu Sans,15' textcolor rgb '#222222'
plot \
    'learning_rate.csv' skip 1 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.60 pointinterval 1
