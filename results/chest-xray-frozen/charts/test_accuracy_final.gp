# Test accuracy of the configurations. Draws test_accuracy_final.png from test_accuracy_final.csv: gnuplot test_accuracy_final.gp
# As SVG or PDF: gnuplot -e "format='svg'" test_accuracy_final.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,1238 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,1238 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,12.896in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'test_accuracy_final.'.format
set encoding utf8
set datafile separator comma
set datafile commentschars ''
set lmargin at screen 0.37231
set rmargin at screen 0.85833
set tmargin at screen 0.87237
set bmargin at screen 0.07916
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Test accuracy of the configurations' at screen 0.02000, screen 0.97254 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'At the epoch with the highest val_accuracy (the first of equals); dashed: always predicting PNEUMONIA, 62.5%.' at screen 0.02000, screen 0.94346 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Large: mean; small: each seed; bars: 95% interval over 428 patients with 624 test images (2,000 bootstrap samples).' at screen 0.02000, screen 0.92246 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Numbers: mean ± standard deviation over 3 seeds, a rough estimate for so few.' at screen 0.02000, screen 0.90145 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [61.0578:87.9789]
set xtics ('65' 65, '70' 70, '75' 75, '80' 80, '85' 85)
set label 'Test accuracy (%)' at screen 0.61532, screen 0.02262 center textcolor rgb '#222222'
set yrange [28.6:0.4]
set ytics ('alexnet / step' 1, 'alexnet / polynomial' 2, 'vgg16 / constant' 3, 'vgg16 / naturalExponential' 4, 'alexnet / cosine' 5, 'alexnet / staircase' 6, 'vgg16 / exponential' 7, 'alexnet / exponential' 8, 'vgg16 / staircase' 9, 'alexnet / constant' 10, 'alexnet / naturalExponential' 11, 'vgg16 / cosine' 12, 'resnet50 / cosine' 13, 'densenet201 / cosine' 14, 'densenet201 / naturalExponential' 15, 'densenet201 / polynomial' 16, 'densenet201 / constant' 17, 'densenet201 / exponential' 18, 'densenet201 / staircase' 19, 'resnet50 / staircase' 20, 'densenet201 / step' 21, 'resnet50 / constant' 22, 'resnet50 / exponential' 23, 'resnet50 / naturalExponential' 24, 'vgg16 / polynomial' 25, 'resnet50 / polynomial' 26, 'resnet50 / step' 27, 'vgg16 / step' 28)
set grid noytics
set bars 0.6
set arrow from first 62.5, graph 0 to first 62.5, graph 1 nohead back linewidth 2 dashtype (8,6) linecolor rgb '#595959'
set label '83.4 ± 0.7' at screen 0.87167, first 1 left textcolor rgb '#222222'
set label '82.8 ± 1.2' at screen 0.87167, first 2 left textcolor rgb '#222222'
set label '81.7 ± 0.7' at screen 0.87167, first 3 left textcolor rgb '#222222'
set label '81.7 ± 0.7' at screen 0.87167, first 4 left textcolor rgb '#222222'
set label '81.7 ± 0.4' at screen 0.87167, first 5 left textcolor rgb '#222222'
set label '81.7 ± 0.4' at screen 0.87167, first 6 left textcolor rgb '#222222'
set label '81.5 ± 0.6' at screen 0.87167, first 7 left textcolor rgb '#222222'
set label '81.5 ± 0.3' at screen 0.87167, first 8 left textcolor rgb '#222222'
set label '81.4 ± 0.6' at screen 0.87167, first 9 left textcolor rgb '#222222'
set label '81.1 ± 0.2' at screen 0.87167, first 10 left textcolor rgb '#222222'
set label '81.1 ± 0.2' at screen 0.87167, first 11 left textcolor rgb '#222222'
set label '78.5 ± 2.3' at screen 0.87167, first 12 left textcolor rgb '#222222'
set label '78.3 ± 0.8' at screen 0.87167, first 13 left textcolor rgb '#222222'
set label '78.2 ± 1.4' at screen 0.87167, first 14 left textcolor rgb '#222222'
set label '77.8 ± 1.7' at screen 0.87167, first 15 left textcolor rgb '#222222'
set label '77.7 ± 0.3' at screen 0.87167, first 16 left textcolor rgb '#222222'
set label '77.7 ± 1.4' at screen 0.87167, first 17 left textcolor rgb '#222222'
set label '77.6 ± 1.5' at screen 0.87167, first 18 left textcolor rgb '#222222'
set label '77.6 ± 1.5' at screen 0.87167, first 19 left textcolor rgb '#222222'
set label '77.5 ± 1.0' at screen 0.87167, first 20 left textcolor rgb '#222222'
set label '77.5 ± 0.5' at screen 0.87167, first 21 left textcolor rgb '#222222'
set label '77.4 ± 0.6' at screen 0.87167, first 22 left textcolor rgb '#222222'
set label '77.4 ± 0.6' at screen 0.87167, first 23 left textcolor rgb '#222222'
set label '77.4 ± 0.6' at screen 0.87167, first 24 left textcolor rgb '#222222'
set label '77.2 ± 2.3' at screen 0.87167, first 25 left textcolor rgb '#222222'
set label '77.1 ± 0.6' at screen 0.87167, first 26 left textcolor rgb '#222222'
set label '76.9 ± 0.6' at screen 0.87167, first 27 left textcolor rgb '#222222'
set label '76.8 ± 1.5' at screen 0.87167, first 28 left textcolor rgb '#222222'
plot \
    'test_accuracy_final.csv' skip 1 using ($1 == 1 ? $4 : NaN):1:5:6 with xerrorbars pointtype 5 linecolor rgb '#e69f00' pointsize 2.2 linewidth 2.5, \
    'test_accuracy_final.csv' skip 1 using ($1 == 1 ? $3 : NaN):($1 + 0.27) with points pointtype 5 linecolor rgb '#40e69f00' pointsize 1.3, \
    'test_accuracy_final.csv' skip 1 using ($1 == 2 ? $4 : NaN):1:5:6 with xerrorbars pointtype 11 linecolor rgb '#cc79a7' pointsize 2.2 linewidth 2.5, \
    'test_accuracy_final.csv' skip 1 using ($1 == 2 ? $3 : NaN):($1 + 0.27) with points pointtype 11 linecolor rgb '#40cc79a7' pointsize 1.3, \
    'test_accuracy_final.csv' skip 1 using ($1 == 3 ? $4 : NaN):1:5:6 with xerrorbars pointtype 7 linecolor rgb '#0072b2' pointsize 2.2 linewidth 2.5, \
    'test_accuracy_final.csv' skip 1 using ($1 == 3 ? $3 : NaN):($1 + 0.27) with points pointtype 7 linecolor rgb '#400072b2' pointsize 1.3, \
    'test_accuracy_final.csv' skip 1 using ($1 == 4 ? $4 : NaN):1:5:6 with xerrorbars pointtype 7 linecolor rgb '#56b4e9' pointsize 2.2 linewidth 2.5, \
    'test_accuracy_final.csv' skip 1 using ($1 == 4 ? $3 : NaN):($1 + 0.27) with points pointtype 7 linecolor rgb '#4056b4e9' pointsize 1.3, \
    'test_accuracy_final.csv' skip 1 using ($1 == 5 ? $4 : NaN):1:5:6 with xerrorbars pointtype 9 linecolor rgb '#009e73' pointsize 2.2 linewidth 2.5, \
    'test_accuracy_final.csv' skip 1 using ($1 == 5 ? $3 : NaN):($1 + 0.27) with points pointtype 9 linecolor rgb '#40009e73' pointsize 1.3, \
    'test_accuracy_final.csv' skip 1 using ($1 == 6 ? $4 : NaN):1:5:6 with xerrorbars pointtype 5 linecolor rgb '#333333' pointsize 2.2 linewidth 2.5, \
    'test_accuracy_final.csv' skip 1 using ($1 == 6 ? $3 : NaN):($1 + 0.27) with points pointtype 5 linecolor rgb '#40333333' pointsize 1.3, \
    'test_accuracy_final.csv' skip 1 using ($1 == 7 ? $4 : NaN):1:5:6 with xerrorbars pointtype 13 linecolor rgb '#d55e00' pointsize 2.2 linewidth 2.5, \
    'test_accuracy_final.csv' skip 1 using ($1 == 7 ? $3 : NaN):($1 + 0.27) with points pointtype 13 linecolor rgb '#40d55e00' pointsize 1.3, \
    'test_accuracy_final.csv' skip 1 using ($1 == 8 ? $4 : NaN):1:5:6 with xerrorbars pointtype 13 linecolor rgb '#d55e00' pointsize 2.2 linewidth 2.5, \
    'test_accuracy_final.csv' skip 1 using ($1 == 8 ? $3 : NaN):($1 + 0.27) with points pointtype 13 linecolor rgb '#40d55e00' pointsize 1.3, \
    'test_accuracy_final.csv' skip 1 using ($1 == 9 ? $4 : NaN):1:5:6 with xerrorbars pointtype 5 linecolor rgb '#333333' pointsize 2.2 linewidth 2.5, \
    'test_accuracy_final.csv' skip 1 using ($1 == 9 ? $3 : NaN):($1 + 0.27) with points pointtype 5 linecolor rgb '#40333333' pointsize 1.3, \
    'test_accuracy_final.csv' skip 1 using ($1 == 10 ? $4 : NaN):1:5:6 with xerrorbars pointtype 7 linecolor rgb '#0072b2' pointsize 2.2 linewidth 2.5, \
    'test_accuracy_final.csv' skip 1 using ($1 == 10 ? $3 : NaN):($1 + 0.27) with points pointtype 7 linecolor rgb '#400072b2' pointsize 1.3, \
    'test_accuracy_final.csv' skip 1 using ($1 == 11 ? $4 : NaN):1:5:6 with xerrorbars pointtype 7 linecolor rgb '#56b4e9' pointsize 2.2 linewidth 2.5, \
    'test_accuracy_final.csv' skip 1 using ($1 == 11 ? $3 : NaN):($1 + 0.27) with points pointtype 7 linecolor rgb '#4056b4e9' pointsize 1.3, \
    'test_accuracy_final.csv' skip 1 using ($1 == 12 ? $4 : NaN):1:5:6 with xerrorbars pointtype 9 linecolor rgb '#009e73' pointsize 2.2 linewidth 2.5, \
    'test_accuracy_final.csv' skip 1 using ($1 == 12 ? $3 : NaN):($1 + 0.27) with points pointtype 9 linecolor rgb '#40009e73' pointsize 1.3, \
    'test_accuracy_final.csv' skip 1 using ($1 == 13 ? $4 : NaN):1:5:6 with xerrorbars pointtype 9 linecolor rgb '#009e73' pointsize 2.2 linewidth 2.5, \
    'test_accuracy_final.csv' skip 1 using ($1 == 13 ? $3 : NaN):($1 + 0.27) with points pointtype 9 linecolor rgb '#40009e73' pointsize 1.3, \
    'test_accuracy_final.csv' skip 1 using ($1 == 14 ? $4 : NaN):1:5:6 with xerrorbars pointtype 9 linecolor rgb '#009e73' pointsize 2.2 linewidth 2.5, \
    'test_accuracy_final.csv' skip 1 using ($1 == 14 ? $3 : NaN):($1 + 0.27) with points pointtype 9 linecolor rgb '#40009e73' pointsize 1.3, \
    'test_accuracy_final.csv' skip 1 using ($1 == 15 ? $4 : NaN):1:5:6 with xerrorbars pointtype 7 linecolor rgb '#56b4e9' pointsize 2.2 linewidth 2.5, \
    'test_accuracy_final.csv' skip 1 using ($1 == 15 ? $3 : NaN):($1 + 0.27) with points pointtype 7 linecolor rgb '#4056b4e9' pointsize 1.3, \
    'test_accuracy_final.csv' skip 1 using ($1 == 16 ? $4 : NaN):1:5:6 with xerrorbars pointtype 11 linecolor rgb '#cc79a7' pointsize 2.2 linewidth 2.5, \
    'test_accuracy_final.csv' skip 1 using ($1 == 16 ? $3 : NaN):($1 + 0.27) with points pointtype 11 linecolor rgb '#40cc79a7' pointsize 1.3, \
    'test_accuracy_final.csv' skip 1 using ($1 == 17 ? $4 : NaN):1:5:6 with xerrorbars pointtype 7 linecolor rgb '#0072b2' pointsize 2.2 linewidth 2.5, \
    'test_accuracy_final.csv' skip 1 using ($1 == 17 ? $3 : NaN):($1 + 0.27) with points pointtype 7 linecolor rgb '#400072b2' pointsize 1.3, \
    'test_accuracy_final.csv' skip 1 using ($1 == 18 ? $4 : NaN):1:5:6 with xerrorbars pointtype 13 linecolor rgb '#d55e00' pointsize 2.2 linewidth 2.5, \
    'test_accuracy_final.csv' skip 1 using ($1 == 18 ? $3 : NaN):($1 + 0.27) with points pointtype 13 linecolor rgb '#40d55e00' pointsize 1.3, \
    'test_accuracy_final.csv' skip 1 using ($1 == 19 ? $4 : NaN):1:5:6 with xerrorbars pointtype 5 linecolor rgb '#333333' pointsize 2.2 linewidth 2.5, \
    'test_accuracy_final.csv' skip 1 using ($1 == 19 ? $3 : NaN):($1 + 0.27) with points pointtype 5 linecolor rgb '#40333333' pointsize 1.3, \
    'test_accuracy_final.csv' skip 1 using ($1 == 20 ? $4 : NaN):1:5:6 with xerrorbars pointtype 5 linecolor rgb '#333333' pointsize 2.2 linewidth 2.5, \
    'test_accuracy_final.csv' skip 1 using ($1 == 20 ? $3 : NaN):($1 + 0.27) with points pointtype 5 linecolor rgb '#40333333' pointsize 1.3, \
    'test_accuracy_final.csv' skip 1 using ($1 == 21 ? $4 : NaN):1:5:6 with xerrorbars pointtype 5 linecolor rgb '#e69f00' pointsize 2.2 linewidth 2.5, \
    'test_accuracy_final.csv' skip 1 using ($1 == 21 ? $3 : NaN):($1 + 0.27) with points pointtype 5 linecolor rgb '#40e69f00' pointsize 1.3, \
    'test_accuracy_final.csv' skip 1 using ($1 == 22 ? $4 : NaN):1:5:6 with xerrorbars pointtype 7 linecolor rgb '#0072b2' pointsize 2.2 linewidth 2.5, \
    'test_accuracy_final.csv' skip 1 using ($1 == 22 ? $3 : NaN):($1 + 0.27) with points pointtype 7 linecolor rgb '#400072b2' pointsize 1.3, \
    'test_accuracy_final.csv' skip 1 using ($1 == 23 ? $4 : NaN):1:5:6 with xerrorbars pointtype 13 linecolor rgb '#d55e00' pointsize 2.2 linewidth 2.5, \
    'test_accuracy_final.csv' skip 1 using ($1 == 23 ? $3 : NaN):($1 + 0.27) with points pointtype 13 linecolor rgb '#40d55e00' pointsize 1.3, \
    'test_accuracy_final.csv' skip 1 using ($1 == 24 ? $4 : NaN):1:5:6 with xerrorbars pointtype 7 linecolor rgb '#56b4e9' pointsize 2.2 linewidth 2.5, \
    'test_accuracy_final.csv' skip 1 using ($1 == 24 ? $3 : NaN):($1 + 0.27) with points pointtype 7 linecolor rgb '#4056b4e9' pointsize 1.3, \
    'test_accuracy_final.csv' skip 1 using ($1 == 25 ? $4 : NaN):1:5:6 with xerrorbars pointtype 11 linecolor rgb '#cc79a7' pointsize 2.2 linewidth 2.5, \
    'test_accuracy_final.csv' skip 1 using ($1 == 25 ? $3 : NaN):($1 + 0.27) with points pointtype 11 linecolor rgb '#40cc79a7' pointsize 1.3, \
    'test_accuracy_final.csv' skip 1 using ($1 == 26 ? $4 : NaN):1:5:6 with xerrorbars pointtype 11 linecolor rgb '#cc79a7' pointsize 2.2 linewidth 2.5, \
    'test_accuracy_final.csv' skip 1 using ($1 == 26 ? $3 : NaN):($1 + 0.27) with points pointtype 11 linecolor rgb '#40cc79a7' pointsize 1.3, \
    'test_accuracy_final.csv' skip 1 using ($1 == 27 ? $4 : NaN):1:5:6 with xerrorbars pointtype 5 linecolor rgb '#e69f00' pointsize 2.2 linewidth 2.5, \
    'test_accuracy_final.csv' skip 1 using ($1 == 27 ? $3 : NaN):($1 + 0.27) with points pointtype 5 linecolor rgb '#40e69f00' pointsize 1.3, \
    'test_accuracy_final.csv' skip 1 using ($1 == 28 ? $4 : NaN):1:5:6 with xerrorbars pointtype 5 linecolor rgb '#e69f00' pointsize 2.2 linewidth 2.5, \
    'test_accuracy_final.csv' skip 1 using ($1 == 28 ? $3 : NaN):($1 + 0.27) with points pointtype 5 linecolor rgb '#40e69f00' pointsize 1.3
