# Training accuracy. Draws train_accuracy.png from train_accuracy.csv: gnuplot train_accuracy.gp
# As SVG or PDF: gnuplot -e "format='svg'" train_accuracy.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,780 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,780 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,8.125in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'train_accuracy.'.format
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
set label 'Training accuracy' at screen 0.02000, screen 0.95641 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Accuracy after each epoch, 1,024 training images' at screen 0.02000, screen 0.91026 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'One seed.' at screen 0.02000, screen 0.87692 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [0.925:4.075]
set xtics ('1' 1, '2' 2, '3' 3, '4' 4)
set label 'Epoch' at screen 0.45517, screen 0.03590 center textcolor rgb '#222222'
set yrange [71.5059:100.271]
set ytics ('75' 75, '80' 80, '85' 85, '90' 90, '95' 95, '100' 100)
set label 'Accuracy (%)' at screen 0.02500, screen 0.47821 center rotate by 90 textcolor rgb '#222222'
set arrow from first 4, first 92.1875 to screen 0.82200, screen 0.63133 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.82200, screen 0.63133 to screen 0.85533, screen 0.63133 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.83867, screen 0.63133 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'alexnet' at screen 0.86533, screen 0.63133 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 4, first 95.60546875 to screen 0.82200, screen 0.71639 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#e69f00'
set arrow from screen 0.82200, screen 0.71639 to screen 0.85533, screen 0.71639 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.83867, screen 0.71639 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'resnet50' at screen 0.86533, screen 0.71639 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 4, first 98.73046875 to screen 0.82200, screen 0.79299 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#009e73'
set arrow from screen 0.82200, screen 0.79299 to screen 0.85533, screen 0.79299 nohead linewidth 3 dashtype solid linecolor rgb '#009e73'
set label '' at screen 0.83867, screen 0.79299 point pointtype 9 pointsize 1.6 linecolor rgb '#009e73'
set label 'densenet201' at screen 0.86533, screen 0.79299 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 4, first 93.65234375 to screen 0.82200, screen 0.66979 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#d55e00'
set arrow from screen 0.82200, screen 0.66979 to screen 0.85533, screen 0.66979 nohead linewidth 3 dashtype solid linecolor rgb '#d55e00'
set label '' at screen 0.83867, screen 0.66979 point pointtype 13 pointsize 1.6 linecolor rgb '#d55e00'
set label 'vgg16' at screen 0.86533, screen 0.66979 left font 'DejaVu Sans,15' textcolor rgb '#222222'
plot \
    'train_accuracy.csv' skip 1 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.60 pointinterval 1, \
    'train_accuracy.csv' skip 1 using 1:3 with linespoints linewidth 3 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.60 pointinterval 1, \
    'train_accuracy.csv' skip 1 using 1:4 with linespoints linewidth 3 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.60 pointinterval 1, \
    'train_accuracy.csv' skip 1 using 1:5 with linespoints linewidth 3 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.60 pointinterval 1
