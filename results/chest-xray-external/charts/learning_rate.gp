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
set lmargin at screen 0.13042
set rmargin at screen 0.76567
set tmargin at screen 0.86410
set bmargin at screen 0.12564
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Learning rates' at screen 0.02000, screen 0.95641 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'The learning rate of the optimizer in each epoch.' at screen 0.02000, screen 0.91026 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [0.875:6.125]
set xtics ('1' 1, '2' 2, '3' 3, '4' 4, '5' 5, '6' 6)
set label 'Epoch' at screen 0.44804, screen 0.03590 center textcolor rgb '#222222'
set yrange [-1e-05:0.00053]
set ytics ('0.0000' 0, '0.0001' 0.0001, '0.0002' 0.0002, '0.0003' 0.00030000000000000003, '0.0004' 0.0004, '0.0005' 0.0005)
set label 'Learning rate' at screen 0.02500, screen 0.49487 center rotate by 90 textcolor rgb '#222222'
set arrow from first 6, first 3.3493649053890325e-05 to screen 0.78733, screen 0.18512 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.78733, screen 0.18512 to screen 0.82067, screen 0.18512 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.80400, screen 0.18512 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'resnet18-cosine' at screen 0.83067, screen 0.18512 left font 'DejaVu Sans,15' textcolor rgb '#222222'
plot \
    'learning_rate.csv' skip 1 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.60 pointinterval 1
