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
set lmargin at screen 0.14216
set rmargin at screen 0.79367
set tmargin at screen 0.83222
set bmargin at screen 0.13049
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Learning rate and training loss' at screen 0.02000, screen 0.95473 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Top: learning rate; bottom: loss on the training images, means over 3 steps.' at screen 0.02000, screen 0.90679 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'The first trial of each configuration.' at screen 0.02000, screen 0.87217 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set tics font ',14'
set xrange [-2.56:130.56]
set xtics ('0' 0, '20' 20, '40' 40, '60' 60, '80' 80, '100' 100, '120' 120)
set label 'Step' at screen 0.46791, screen 0.03728 center textcolor rgb '#222222'
set arrow from screen 0.82200, screen 0.77630 to screen 0.85533, screen 0.77630 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.83867, screen 0.77630 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'alexnet' at screen 0.86533, screen 0.77630 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.82200, screen 0.73369 to screen 0.85533, screen 0.73369 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.83867, screen 0.73369 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'resnet50' at screen 0.86533, screen 0.73369 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.82200, screen 0.69108 to screen 0.85533, screen 0.69108 nohead linewidth 3 dashtype solid linecolor rgb '#009e73'
set label '' at screen 0.83867, screen 0.69108 point pointtype 9 pointsize 1.6 linecolor rgb '#009e73'
set label 'densenet201' at screen 0.86533, screen 0.69108 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.82200, screen 0.64847 to screen 0.85533, screen 0.64847 nohead linewidth 3 dashtype solid linecolor rgb '#d55e00'
set label '' at screen 0.83867, screen 0.64847 point pointtype 13 pointsize 1.6 linecolor rgb '#d55e00'
set label 'vgg16' at screen 0.86533, screen 0.64847 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set multiplot
unset logscale
set lmargin at screen 0.14216
set rmargin at screen 0.79367
set tmargin at screen 0.82290
set bmargin at screen 0.60879
set xrange [-2.56:130.56]
set xtics ('' 0, '' 20, '' 40, '' 60, '' 80, '' 100, '' 120)
set yrange [-1.9995e-06:0.000105973]
set ytics ('0.00000' 0, '0.00004' 4e-05, '0.00008' 8e-05)
set label 'Learning rate' at screen 0.02333, screen 0.71585 center rotate by 90 font ',14' textcolor rgb '#222222'
plot \
    'rate_and_loss.csv' skip 1 every ::0::42 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.3 pointinterval 7, \
    'rate_and_loss.csv' skip 1 every ::43::85 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.3 pointinterval 6, \
    'rate_and_loss.csv' skip 1 every ::86::128 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.3 pointinterval 5, \
    'rate_and_loss.csv' skip 1 every ::129::171 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.3 pointinterval 7
unset label
unset arrow
unset logscale
set lmargin at screen 0.14216
set rmargin at screen 0.79367
set tmargin at screen 0.58748
set bmargin at screen 0.13049
set xrange [-2.56:130.56]
set xtics ('0' 0, '20' 20, '40' 40, '60' 60, '80' 80, '100' 100, '120' 120)
set logscale y
set yrange [0.0234154:0.778928]
set ytics ('0.05' 0.05, '0.1' 0.1, '0.2' 0.2, '0.5' 0.5)
set label 'Loss' at screen 0.02333, screen 0.35899 center rotate by 90 font ',14' textcolor rgb '#222222'
plot \
    'rate_and_loss.csv' skip 1 every ::0::42 using 1:3 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.3 pointinterval 7, \
    'rate_and_loss.csv' skip 1 every ::43::85 using 1:3 with linespoints linewidth 3 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.3 pointinterval 6, \
    'rate_and_loss.csv' skip 1 every ::86::128 using 1:3 with linespoints linewidth 3 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.3 pointinterval 5, \
    'rate_and_loss.csv' skip 1 every ::129::171 using 1:3 with linespoints linewidth 3 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.3 pointinterval 7
unset label
unset arrow
unset multiplot
