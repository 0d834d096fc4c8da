# Test accuracy of the configurations. Draws test_accuracy_final.png from test_accuracy_final.csv: gnuplot test_accuracy_final.gp
# As SVG or PDF: gnuplot -e "format='svg'" test_accuracy_final.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,380 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,380 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,3.958in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'test_accuracy_final.'.format
set encoding utf8
set datafile separator comma
set datafile commentschars ''
set lmargin at screen 0.19773
set rmargin at screen 0.85833
set tmargin at screen 0.58421
set bmargin at screen 0.25789
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Test accuracy of the configurations' at screen 0.02000, screen 0.91053 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'At the epoch with the highest val_accuracy.' at screen 0.02000, screen 0.81579 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Large: mean; small: each fold; bars: 95% interval over 423 patients with 617 test images (2,000 bootstrap samples).' at screen 0.02000, screen 0.74737 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Numbers: mean ± standard deviation over 5 folds.' at screen 0.02000, screen 0.67895 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [72.5292:81.3717]
set xtics ('73' 73, '74' 74, '75' 75, '76' 76, '77' 77, '78' 78, '79' 79, '80' 80, '81' 81)
set label 'Test accuracy (%)' at screen 0.52803, screen 0.07368 center textcolor rgb '#222222'
set yrange [1.6:0.4]
set ytics ('resnet18-cosine' 1)
set grid noytics
set bars 0.6
set label '77.2 ± 2.0' at screen 0.87167, first 1 left textcolor rgb '#222222'
plot \
    'test_accuracy_final.csv' skip 1 using ($1 == 1 ? $4 : NaN):1:5:6 with xerrorbars pointtype 7 linecolor rgb '#0072b2' pointsize 2.2 linewidth 2.5, \
    'test_accuracy_final.csv' skip 1 using ($1 == 1 ? $3 : NaN):($1 + 0.27) with points pointtype 7 linecolor rgb '#400072b2' pointsize 1.3
