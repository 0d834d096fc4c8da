# Training loss. Draws train_loss.png from train_loss.csv: gnuplot train_loss.gp
# As SVG or PDF: gnuplot -e "format='svg'" train_loss.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,780 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,780 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,8.125in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'train_loss.'.format
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
set label 'Training loss' at screen 0.02000, screen 0.95641 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Mean loss after each epoch, 1,024 training images' at screen 0.02000, screen 0.91026 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'One seed.' at screen 0.02000, screen 0.87692 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [0.925:4.075]
set xtics ('1' 1, '2' 2, '3' 3, '4' 4)
set label 'Epoch' at screen 0.45517, screen 0.03590 center textcolor rgb '#222222'
set yrange [-0.0116799:0.583995]
set ytics ('0.0' 0, '0.1' 0.1, '0.2' 0.2, '0.3' 0.30000000000000004, '0.4' 0.4, '0.5' 0.5)
set label 'Loss' at screen 0.02500, screen 0.47821 center rotate by 90 textcolor rgb '#222222'
set arrow from first 4, first 0.21648365687366553 to screen 0.82200, screen 0.39573 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.82200, screen 0.39573 to screen 0.85533, screen 0.39573 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.83867, screen 0.39573 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'alexnet' at screen 0.86533, screen 0.39573 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 4, first 0.12341967335243491 to screen 0.82200, screen 0.28379 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#e69f00'
set arrow from screen 0.82200, screen 0.28379 to screen 0.85533, screen 0.28379 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.83867, screen 0.28379 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'resnet50' at screen 0.86533, screen 0.28379 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 4, first 0.05812012985033412 to screen 0.82200, screen 0.20827 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#009e73'
set arrow from screen 0.82200, screen 0.20827 to screen 0.85533, screen 0.20827 nohead linewidth 3 dashtype solid linecolor rgb '#009e73'
set label '' at screen 0.83867, screen 0.20827 point pointtype 9 pointsize 1.6 linecolor rgb '#009e73'
set label 'densenet201' at screen 0.86533, screen 0.20827 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 4, first 0.1529173157950694 to screen 0.82200, screen 0.32225 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#d55e00'
set arrow from screen 0.82200, screen 0.32225 to screen 0.85533, screen 0.32225 nohead linewidth 3 dashtype solid linecolor rgb '#d55e00'
set label '' at screen 0.83867, screen 0.32225 point pointtype 13 pointsize 1.6 linecolor rgb '#d55e00'
set label 'vgg16' at screen 0.86533, screen 0.32225 left font 'DejaVu Sans,15' textcolor rgb '#222222'
plot \
    'train_loss.csv' skip 1 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.60 pointinterval 1, \
    'train_loss.csv' skip 1 using 1:3 with linespoints linewidth 3 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.60 pointinterval 1, \
    'train_loss.csv' skip 1 using 1:4 with linespoints linewidth 3 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.60 pointinterval 1, \
    'train_loss.csv' skip 1 using 1:5 with linespoints linewidth 3 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.60 pointinterval 1
