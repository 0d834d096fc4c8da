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
set lmargin at screen 0.13042
set rmargin at screen 0.75900
set tmargin at screen 0.83222
set bmargin at screen 0.13049
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Learning rate and training loss' at screen 0.02000, screen 0.95473 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Top: learning rate; bottom: loss on the training images, means over 13 steps.' at screen 0.02000, screen 0.90679 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'The first trial of each configuration.' at screen 0.02000, screen 0.87217 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set tics font ',14'
set xrange [-15.24:777.24]
set xtics ('0' 0, '100' 100, '200' 200, '300' 300, '400' 400, '500' 500, '600' 600, '700' 700)
set label 'Step' at screen 0.44471, screen 0.03728 center textcolor rgb '#222222'
set arrow from screen 0.78733, screen 0.77630 to screen 0.82067, screen 0.77630 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.80400, screen 0.77630 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'resnet18-cosine' at screen 0.83067, screen 0.77630 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set multiplot
unset logscale
set lmargin at screen 0.13042
set rmargin at screen 0.75900
set tmargin at screen 0.82290
set bmargin at screen 0.60879
set xrange [-15.24:777.24]
set xtics ('' 0, '' 100, '' 200, '' 300, '' 400, '' 500, '' 600, '' 700)
set yrange [-9.99788e-06:0.000529887]
set ytics ('0.0000' 0, '0.0002' 0.0002, '0.0004' 0.0004)
set label 'Learning rate' at screen 0.02333, screen 0.71585 center rotate by 90 font ',14' textcolor rgb '#222222'
plot \
    'rate_and_loss.csv' skip 1 every ::0::58 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.3 pointinterval 9
unset label
unset arrow
unset logscale
set lmargin at screen 0.13042
set rmargin at screen 0.75900
set tmargin at screen 0.58748
set bmargin at screen 0.13049
set xrange [-15.24:777.24]
set xtics ('0' 0, '100' 100, '200' 200, '300' 300, '400' 400, '500' 500, '600' 600, '700' 700)
set logscale y
set yrange [0.00105442:0.495579]
set ytics ('0.002' 0.002, '0.005' 0.005, '0.01' 0.01, '0.02' 0.02, '0.05' 0.05, '0.1' 0.1, '0.2' 0.2)
set label 'Loss' at screen 0.02333, screen 0.35899 center rotate by 90 font ',14' textcolor rgb '#222222'
plot \
    'rate_and_loss.csv' skip 1 every ::0::58 using 1:3 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.3 pointinterval 9
unset label
unset arrow
unset multiplot
