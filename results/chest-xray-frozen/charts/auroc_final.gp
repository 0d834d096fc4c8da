# AUROC of the configurations. Draws auroc_final.png from auroc_final.csv: gnuplot auroc_final.gp
# As SVG or PDF: gnuplot -e "format='svg'" auroc_final.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,1238 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,1238 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,12.896in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'auroc_final.'.format
set encoding utf8
set datafile separator comma
set datafile commentschars ''
set lmargin at screen 0.37231
set rmargin at screen 0.84404
set tmargin at screen 0.87237
set bmargin at screen 0.07916
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'AUROC of the configurations' at screen 0.02000, screen 0.97254 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Probability that the score for PNEUMONIA is higher for an image of PNEUMONIA than for another image.' at screen 0.02000, screen 0.94346 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Large: mean; small: each seed; bars: 95% interval over 428 patients with 624 test images (2,000 bootstrap samples).' at screen 0.02000, screen 0.92246 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Numbers: mean ± standard deviation over 3 seeds, a rough estimate for so few.' at screen 0.02000, screen 0.90145 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [0.818541:0.967381]
set xtics ('0.82' 0.8200000000000001, '0.84' 0.84, '0.86' 0.86, '0.88' 0.88, '0.90' 0.9, '0.92' 0.92, '0.94' 0.9400000000000001, '0.96' 0.96)
set label 'AUROC' at screen 0.60818, screen 0.02262 center textcolor rgb '#222222'
set yrange [28.6:0.4]
set ytics ('alexnet / exponential' 1, 'alexnet / staircase' 2, 'alexnet / naturalExponential' 3, 'alexnet / constant' 4, 'alexnet / polynomial' 5, 'alexnet / step' 6, 'alexnet / cosine' 7, 'vgg16 / constant' 8, 'vgg16 / naturalExponential' 9, 'vgg16 / exponential' 10, 'vgg16 / staircase' 11, 'vgg16 / cosine' 12, 'vgg16 / polynomial' 13, 'vgg16 / step' 14, 'densenet201 / constant' 15, 'densenet201 / exponential' 16, 'densenet201 / naturalExponential' 17, 'densenet201 / staircase' 18, 'densenet201 / cosine' 19, 'densenet201 / polynomial' 20, 'densenet201 / step' 21, 'resnet50 / cosine' 22, 'resnet50 / polynomial' 23, 'resnet50 / step' 24, 'resnet50 / exponential' 25, 'resnet50 / staircase' 26, 'resnet50 / naturalExponential' 27, 'resnet50 / constant' 28)
set grid noytics
set bars 0.6
set label '0.942 ± 0.005' at screen 0.85738, first 1 left textcolor rgb '#222222'
set label '0.942 ± 0.005' at screen 0.85738, first 2 left textcolor rgb '#222222'
set label '0.942 ± 0.005' at screen 0.85738, first 3 left textcolor rgb '#222222'
set label '0.942 ± 0.005' at screen 0.85738, first 4 left textcolor rgb '#222222'
set label '0.942 ± 0.003' at screen 0.85738, first 5 left textcolor rgb '#222222'
set label '0.941 ± 0.003' at screen 0.85738, first 6 left textcolor rgb '#222222'
set label '0.941 ± 0.002' at screen 0.85738, first 7 left textcolor rgb '#222222'
set label '0.931 ± 0.007' at screen 0.85738, first 8 left textcolor rgb '#222222'
set label '0.931 ± 0.007' at screen 0.85738, first 9 left textcolor rgb '#222222'
set label '0.931 ± 0.006' at screen 0.85738, first 10 left textcolor rgb '#222222'
set label '0.930 ± 0.006' at screen 0.85738, first 11 left textcolor rgb '#222222'
set label '0.928 ± 0.004' at screen 0.85738, first 12 left textcolor rgb '#222222'
set label '0.916 ± 0.012' at screen 0.85738, first 13 left textcolor rgb '#222222'
set label '0.915 ± 0.007' at screen 0.85738, first 14 left textcolor rgb '#222222'
set label '0.909 ± 0.006' at screen 0.85738, first 15 left textcolor rgb '#222222'
set label '0.909 ± 0.005' at screen 0.85738, first 16 left textcolor rgb '#222222'
set label '0.909 ± 0.005' at screen 0.85738, first 17 left textcolor rgb '#222222'
set label '0.908 ± 0.005' at screen 0.85738, first 18 left textcolor rgb '#222222'
set label '0.906 ± 0.003' at screen 0.85738, first 19 left textcolor rgb '#222222'
set label '0.904 ± 0.002' at screen 0.85738, first 20 left textcolor rgb '#222222'
set label '0.903 ± 0.002' at screen 0.85738, first 21 left textcolor rgb '#222222'
set label '0.866 ± 0.001' at screen 0.85738, first 22 left textcolor rgb '#222222'
set label '0.863 ± 0.001' at screen 0.85738, first 23 left textcolor rgb '#222222'
set label '0.862 ± 0.001' at screen 0.85738, first 24 left textcolor rgb '#222222'
set label '0.858 ± 0.005' at screen 0.85738, first 25 left textcolor rgb '#222222'
set label '0.858 ± 0.005' at screen 0.85738, first 26 left textcolor rgb '#222222'
set label '0.858 ± 0.005' at screen 0.85738, first 27 left textcolor rgb '#222222'
set label '0.858 ± 0.005' at screen 0.85738, first 28 left textcolor rgb '#222222'
plot \
    'auroc_final.csv' skip 1 using ($1 == 1 ? $4 : NaN):1:5:6 with xerrorbars pointtype 13 linecolor rgb '#d55e00' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 1 ? $3 : NaN):($1 + 0.27) with points pointtype 13 linecolor rgb '#40d55e00' pointsize 1.3, \
    'auroc_final.csv' skip 1 using ($1 == 2 ? $4 : NaN):1:5:6 with xerrorbars pointtype 5 linecolor rgb '#333333' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 2 ? $3 : NaN):($1 + 0.27) with points pointtype 5 linecolor rgb '#40333333' pointsize 1.3, \
    'auroc_final.csv' skip 1 using ($1 == 3 ? $4 : NaN):1:5:6 with xerrorbars pointtype 7 linecolor rgb '#56b4e9' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 3 ? $3 : NaN):($1 + 0.27) with points pointtype 7 linecolor rgb '#4056b4e9' pointsize 1.3, \
    'auroc_final.csv' skip 1 using ($1 == 4 ? $4 : NaN):1:5:6 with xerrorbars pointtype 7 linecolor rgb '#0072b2' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 4 ? $3 : NaN):($1 + 0.27) with points pointtype 7 linecolor rgb '#400072b2' pointsize 1.3, \
    'auroc_final.csv' skip 1 using ($1 == 5 ? $4 : NaN):1:5:6 with xerrorbars pointtype 11 linecolor rgb '#cc79a7' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 5 ? $3 : NaN):($1 + 0.27) with points pointtype 11 linecolor rgb '#40cc79a7' pointsize 1.3, \
    'auroc_final.csv' skip 1 using ($1 == 6 ? $4 : NaN):1:5:6 with xerrorbars pointtype 5 linecolor rgb '#e69f00' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 6 ? $3 : NaN):($1 + 0.27) with points pointtype 5 linecolor rgb '#40e69f00' pointsize 1.3, \
    'auroc_final.csv' skip 1 using ($1 == 7 ? $4 : NaN):1:5:6 with xerrorbars pointtype 9 linecolor rgb '#009e73' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 7 ? $3 : NaN):($1 + 0.27) with points pointtype 9 linecolor rgb '#40009e73' pointsize 1.3, \
    'auroc_final.csv' skip 1 using ($1 == 8 ? $4 : NaN):1:5:6 with xerrorbars pointtype 7 linecolor rgb '#0072b2' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 8 ? $3 : NaN):($1 + 0.27) with points pointtype 7 linecolor rgb '#400072b2' pointsize 1.3, \
    'auroc_final.csv' skip 1 using ($1 == 9 ? $4 : NaN):1:5:6 with xerrorbars pointtype 7 linecolor rgb '#56b4e9' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 9 ? $3 : NaN):($1 + 0.27) with points pointtype 7 linecolor rgb '#4056b4e9' pointsize 1.3, \
    'auroc_final.csv' skip 1 using ($1 == 10 ? $4 : NaN):1:5:6 with xerrorbars pointtype 13 linecolor rgb '#d55e00' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 10 ? $3 : NaN):($1 + 0.27) with points pointtype 13 linecolor rgb '#40d55e00' pointsize 1.3, \
    'auroc_final.csv' skip 1 using ($1 == 11 ? $4 : NaN):1:5:6 with xerrorbars pointtype 5 linecolor rgb '#333333' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 11 ? $3 : NaN):($1 + 0.27) with points pointtype 5 linecolor rgb '#40333333' pointsize 1.3, \
    'auroc_final.csv' skip 1 using ($1 == 12 ? $4 : NaN):1:5:6 with xerrorbars pointtype 9 linecolor rgb '#009e73' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 12 ? $3 : NaN):($1 + 0.27) with points pointtype 9 linecolor rgb '#40009e73' pointsize 1.3, \
    'auroc_final.csv' skip 1 using ($1 == 13 ? $4 : NaN):1:5:6 with xerrorbars pointtype 11 linecolor rgb '#cc79a7' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 13 ? $3 : NaN):($1 + 0.27) with points pointtype 11 linecolor rgb '#40cc79a7' pointsize 1.3, \
    'auroc_final.csv' skip 1 using ($1 == 14 ? $4 : NaN):1:5:6 with xerrorbars pointtype 5 linecolor rgb '#e69f00' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 14 ? $3 : NaN):($1 + 0.27) with points pointtype 5 linecolor rgb '#40e69f00' pointsize 1.3, \
    'auroc_final.csv' skip 1 using ($1 == 15 ? $4 : NaN):1:5:6 with xerrorbars pointtype 7 linecolor rgb '#0072b2' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 15 ? $3 : NaN):($1 + 0.27) with points pointtype 7 linecolor rgb '#400072b2' pointsize 1.3, \
    'auroc_final.csv' skip 1 using ($1 == 16 ? $4 : NaN):1:5:6 with xerrorbars pointtype 13 linecolor rgb '#d55e00' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 16 ? $3 : NaN):($1 + 0.27) with points pointtype 13 linecolor rgb '#40d55e00' pointsize 1.3, \
    'auroc_final.csv' skip 1 using ($1 == 17 ? $4 : NaN):1:5:6 with xerrorbars pointtype 7 linecolor rgb '#56b4e9' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 17 ? $3 : NaN):($1 + 0.27) with points pointtype 7 linecolor rgb '#4056b4e9' pointsize 1.3, \
    'auroc_final.csv' skip 1 using ($1 == 18 ? $4 : NaN):1:5:6 with xerrorbars pointtype 5 linecolor rgb '#333333' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 18 ? $3 : NaN):($1 + 0.27) with points pointtype 5 linecolor rgb '#40333333' pointsize 1.3, \
    'auroc_final.csv' skip 1 using ($1 == 19 ? $4 : NaN):1:5:6 with xerrorbars pointtype 9 linecolor rgb '#009e73' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 19 ? $3 : NaN):($1 + 0.27) with points pointtype 9 linecolor rgb '#40009e73' pointsize 1.3, \
    'auroc_final.csv' skip 1 using ($1 == 20 ? $4 : NaN):1:5:6 with xerrorbars pointtype 11 linecolor rgb '#cc79a7' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 20 ? $3 : NaN):($1 + 0.27) with points pointtype 11 linecolor rgb '#40cc79a7' pointsize 1.3, \
    'auroc_final.csv' skip 1 using ($1 == 21 ? $4 : NaN):1:5:6 with xerrorbars pointtype 5 linecolor rgb '#e69f00' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 21 ? $3 : NaN):($1 + 0.27) with points pointtype 5 linecolor rgb '#40e69f00' pointsize 1.3, \
    'auroc_final.csv' skip 1 using ($1 == 22 ? $4 : NaN):1:5:6 with xerrorbars pointtype 9 linecolor rgb '#009e73' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 22 ? $3 : NaN):($1 + 0.27) with points pointtype 9 linecolor rgb '#40009e73' pointsize 1.3, \
    'auroc_final.csv' skip 1 using ($1 == 23 ? $4 : NaN):1:5:6 with xerrorbars pointtype 11 linecolor rgb '#cc79a7' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 23 ? $3 : NaN):($1 + 0.27) with points pointtype 11 linecolor rgb '#40cc79a7' pointsize 1.3, \
    'auroc_final.csv' skip 1 using ($1 == 24 ? $4 : NaN):1:5:6 with xerrorbars pointtype 5 linecolor rgb '#e69f00' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 24 ? $3 : NaN):($1 + 0.27) with points pointtype 5 linecolor rgb '#40e69f00' pointsize 1.3, \
    'auroc_final.csv' skip 1 using ($1 == 25 ? $4 : NaN):1:5:6 with xerrorbars pointtype 13 linecolor rgb '#d55e00' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 25 ? $3 : NaN):($1 + 0.27) with points pointtype 13 linecolor rgb '#40d55e00' pointsize 1.3, \
    'auroc_final.csv' skip 1 using ($1 == 26 ? $4 : NaN):1:5:6 with xerrorbars pointtype 5 linecolor rgb '#333333' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 26 ? $3 : NaN):($1 + 0.27) with points pointtype 5 linecolor rgb '#40333333' pointsize 1.3, \
    'auroc_final.csv' skip 1 using ($1 == 27 ? $4 : NaN):1:5:6 with xerrorbars pointtype 7 linecolor rgb '#56b4e9' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 27 ? $3 : NaN):($1 + 0.27) with points pointtype 7 linecolor rgb '#4056b4e9' pointsize 1.3, \
    'auroc_final.csv' skip 1 using ($1 == 28 ? $4 : NaN):1:5:6 with xerrorbars pointtype 7 linecolor rgb '#0072b2' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 28 ? $3 : NaN):($1 + 0.27) with points pointtype 7 linecolor rgb '#400072b2' pointsize 1.3
