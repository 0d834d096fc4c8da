# Learning rate and training loss. Draws rate_and_loss.png from rate_and_loss.csv: gnuplot rate_and_loss.gp
# As SVG or PDF: gnuplot -e "format='svg'" rate_and_loss.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,751 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,751 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,7.823in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'rate_and_loss.'.format
set encoding utf8
set datafile separator comma
set datafile commentschars ''
set lmargin at screen 0.11869
set rmargin at screen 0.84867
set tmargin at screen 0.83222
set bmargin at screen 0.13049
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Learning rate and training loss' at screen 0.02000, screen 0.95473 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Top: learning rate; bottom: loss on the training images.' at screen 0.02000, screen 0.90679 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'The first trial of each configuration.' at screen 0.02000, screen 0.87217 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set tics font ',14'
set xrange [0.975:2.025]
set xtics ('1' 1, '2' 2)
set label 'Epoch' at screen 0.48368, screen 0.03728 center textcolor rgb '#222222'
set arrow from screen 0.87700, screen 0.77630 to screen 0.91033, screen 0.77630 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.89367, screen 0.77630 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'step' at screen 0.92033, screen 0.77630 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.87700, screen 0.73369 to screen 0.91033, screen 0.73369 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.89367, screen 0.73369 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'cosine' at screen 0.92033, screen 0.73369 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set multiplot
unset logscale
set lmargin at screen 0.11869
set rmargin at screen 0.84867
set tmargin at screen 0.82290
set bmargin at screen 0.60879
set xrange [0.975:2.025]
set xtics ('' 1, '' 2)
set yrange [-0.0002:0.0106]
set ytics ('0.000' 0, '0.004' 0.004, '0.008' 0.008)
set label 'Learning rate' at screen 0.02333, screen 0.71585 center rotate by 90 font ',14' textcolor rgb '#222222'
plot \
    'rate_and_loss.csv' skip 1 every ::0::1 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.60 pointinterval 1, \
    'rate_and_loss.csv' skip 1 every ::2::3 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.60 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.11869
set rmargin at screen 0.84867
set tmargin at screen 0.58748
set bmargin at screen 0.13049
set xrange [0.975:2.025]
set xtics ('1' 1, '2' 2)
set yrange [0.0813661:0.128057]
set ytics ('0.085' 0.085, '0.090' 0.09, '0.095' 0.095, '0.100' 0.1, '0.105' 0.105, '0.110' 0.11, '0.115' 0.115, '0.120' 0.12, '0.125' 0.125)
set label 'Loss' at screen 0.02333, screen 0.35899 center rotate by 90 font ',14' textcolor rgb '#222222'
plot \
    'rate_and_loss.csv' skip 1 every ::0::1 using 1:3 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.60 pointinterval 1, \
    'rate_and_loss.csv' skip 1 every ::2::3 using 1:3 with linespoints linewidth 3 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.60 pointinterval 1
unset label
unset arrow
unset multiplot
