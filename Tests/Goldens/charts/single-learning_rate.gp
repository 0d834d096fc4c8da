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
set lmargin at screen 0.11869
set rmargin at screen 0.85533
set tmargin at screen 0.86410
set bmargin at screen 0.12564
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Learning rates' at screen 0.02000, screen 0.95641 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'The learning rate of the optimizer in each epoch.' at screen 0.02000, screen 0.91026 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [0.975:2.025]
set xtics ('1' 1, '2' 2)
set label 'Epoch' at screen 0.48701, screen 0.03590 center textcolor rgb '#222222'
set yrange [-0.0002:0.0106]
set ytics ('0.000' 0, '0.002' 0.002, '0.004' 0.004, '0.006' 0.006, '0.008' 0.008, '0.010' 0.01)
set label 'Learning rate' at screen 0.02500, screen 0.49487 center rotate by 90 textcolor rgb '#222222'
set arrow from first 2, first 0.005 to screen 0.87700, screen 0.47906 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.87700, screen 0.47906 to screen 0.91033, screen 0.47906 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.89367, screen 0.47906 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'step' at screen 0.92033, screen 0.47906 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 2, first 0.0055 to screen 0.87700, screen 0.51752 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#e69f00'
set arrow from screen 0.87700, screen 0.51752 to screen 0.91033, screen 0.51752 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.89367, screen 0.51752 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'cosine' at screen 0.92033, screen 0.51752 left font 'DejaVu Sans,15' textcolor rgb '#222222'
plot \
    'learning_rate.csv' skip 1 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.60 pointinterval 1, \
    'learning_rate.csv' skip 1 using 1:3 with linespoints linewidth 3 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.60 pointinterval 1
