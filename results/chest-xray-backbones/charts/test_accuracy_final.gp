# Test accuracy of the configurations. Draws test_accuracy_final.png from test_accuracy_final.csv: gnuplot test_accuracy_final.gp
# As SVG or PDF: gnuplot -e "format='svg'" test_accuracy_final.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,484 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,484 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,5.042in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'test_accuracy_final.'.format
set encoding utf8
set datafile separator comma
set datafile commentschars ''
set lmargin at screen 0.16076
set rmargin at screen 0.85833
set tmargin at screen 0.72727
set bmargin at screen 0.20248
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Test accuracy of the configurations' at screen 0.02000, screen 0.92975 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'At the epoch with the highest val_accuracy (the first of equals); dashed: always predicting PNEUMONIA, 62.5%.' at screen 0.02000, screen 0.85537 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'One seed; bars: 95% interval over 428 patients with 624 test images (2,000 bootstrap samples).' at screen 0.02000, screen 0.80165 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [60.9283:90.2665]
set xtics ('65' 65, '70' 70, '75' 75, '80' 80, '85' 85, '90' 90)
set label 'Test accuracy (%)' at screen 0.50954, screen 0.05785 center textcolor rgb '#222222'
set yrange [4.6:0.4]
set ytics ('alexnet' 1, 'densenet201' 2, 'vgg16' 3, 'resnet50' 4)
set grid noytics
set bars 0.6
set arrow from first 62.5, graph 0 to first 62.5, graph 1 nohead back linewidth 2 dashtype (8,6) linecolor rgb '#595959'
set label '85.7' at screen 0.87167, first 1 left textcolor rgb '#222222'
set label '80.0' at screen 0.87167, first 2 left textcolor rgb '#222222'
set label '78.5' at screen 0.87167, first 3 left textcolor rgb '#222222'
set label '75.6' at screen 0.87167, first 4 left textcolor rgb '#222222'
plot \
    'test_accuracy_final.csv' skip 1 using ($1 == 1 ? $4 : NaN):1:5:6 with xerrorbars pointtype 7 linecolor rgb '#0072b2' pointsize 2.2 linewidth 2.5, \
    'test_accuracy_final.csv' skip 1 using ($1 == 2 ? $4 : NaN):1:5:6 with xerrorbars pointtype 9 linecolor rgb '#009e73' pointsize 2.2 linewidth 2.5, \
    'test_accuracy_final.csv' skip 1 using ($1 == 3 ? $4 : NaN):1:5:6 with xerrorbars pointtype 13 linecolor rgb '#d55e00' pointsize 2.2 linewidth 2.5, \
    'test_accuracy_final.csv' skip 1 using ($1 == 4 ? $4 : NaN):1:5:6 with xerrorbars pointtype 5 linecolor rgb '#e69f00' pointsize 2.2 linewidth 2.5
