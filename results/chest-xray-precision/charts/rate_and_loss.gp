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
set rmargin at screen 0.73067
set tmargin at screen 0.83222
set bmargin at screen 0.13049
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Learning rate and training loss' at screen 0.02000, screen 0.95473 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Top: learning rate; bottom: loss on the training images, means over 2 steps.' at screen 0.02000, screen 0.90679 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'The first trial of each configuration.' at screen 0.02000, screen 0.87217 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set tics font ',14'
set xrange [-1.92:97.92]
set xtics ('0' 0, '10' 10, '20' 20, '30' 30, '40' 40, '50' 50, '60' 60, '70' 70, '80' 80, '90' 90)
set label 'Step' at screen 0.43641, screen 0.03728 center textcolor rgb '#222222'
set arrow from screen 0.75900, screen 0.77630 to screen 0.79233, screen 0.77630 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.77567, screen 0.77630 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'alexnet / fp32' at screen 0.80233, screen 0.77630 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.75900, screen 0.73369 to screen 0.79233, screen 0.73369 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.77567, screen 0.73369 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'alexnet / bf16' at screen 0.80233, screen 0.73369 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.75900, screen 0.69108 to screen 0.79233, screen 0.69108 nohead linewidth 3 dashtype solid linecolor rgb '#009e73'
set label '' at screen 0.77567, screen 0.69108 point pointtype 9 pointsize 1.6 linecolor rgb '#009e73'
set label 'resnet50 / fp32' at screen 0.80233, screen 0.69108 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.75900, screen 0.64847 to screen 0.79233, screen 0.64847 nohead linewidth 3 dashtype solid linecolor rgb '#d55e00'
set label '' at screen 0.77567, screen 0.64847 point pointtype 13 pointsize 1.6 linecolor rgb '#d55e00'
set label 'resnet50 / bf16' at screen 0.80233, screen 0.64847 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.75900, screen 0.60586 to screen 0.79233, screen 0.60586 nohead linewidth 3 dashtype solid linecolor rgb '#cc79a7'
set label '' at screen 0.77567, screen 0.60586 point pointtype 11 pointsize 1.6 linecolor rgb '#cc79a7'
set label 'densenet201 / fp32' at screen 0.80233, screen 0.60586 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.75900, screen 0.56325 to screen 0.79233, screen 0.56325 nohead linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9'
set label '' at screen 0.77567, screen 0.56325 point pointtype 7 pointsize 1.6 linecolor rgb '#56b4e9'
set label 'densenet201 / bf16' at screen 0.80233, screen 0.56325 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.75900, screen 0.52064 to screen 0.79233, screen 0.52064 nohead linewidth 3 dashtype (14,6) linecolor rgb '#333333'
set label '' at screen 0.77567, screen 0.52064 point pointtype 5 pointsize 1.6 linecolor rgb '#333333'
set label 'vgg16 / fp32' at screen 0.80233, screen 0.52064 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.75900, screen 0.47803 to screen 0.79233, screen 0.47803 nohead linewidth 3 dashtype (14,6) linecolor rgb '#0072b2'
set label '' at screen 0.77567, screen 0.47803 point pointtype 9 pointsize 1.6 linecolor rgb '#0072b2'
set label 'vgg16 / bf16' at screen 0.80233, screen 0.47803 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set multiplot
unset logscale
set lmargin at screen 0.14216
set rmargin at screen 0.73067
set tmargin at screen 0.82290
set bmargin at screen 0.60879
set xrange [-1.92:97.92]
set xtics ('' 0, '' 20, '' 40, '' 60, '' 80)
set yrange [-1.99973e-06:0.000105986]
set ytics ('0.00000' 0, '0.00004' 4e-05, '0.00008' 8e-05)
set label 'Learning rate' at screen 0.02333, screen 0.71585 center rotate by 90 font ',14' textcolor rgb '#222222'
plot \
    'rate_and_loss.csv' skip 1 every ::0::47 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.3 pointinterval 8, \
    'rate_and_loss.csv' skip 1 every ::48::95 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.3 pointinterval 6, \
    'rate_and_loss.csv' skip 1 every ::96::143 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.3 pointinterval 6, \
    'rate_and_loss.csv' skip 1 every ::144::191 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.3 pointinterval 8, \
    'rate_and_loss.csv' skip 1 every ::192::239 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 1.3 pointinterval 6, \
    'rate_and_loss.csv' skip 1 every ::240::287 using 1:2 with linespoints linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 1.3 pointinterval 6, \
    'rate_and_loss.csv' skip 1 every ::288::335 using 1:2 with linespoints linewidth 3 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 1.3 pointinterval 8, \
    'rate_and_loss.csv' skip 1 every ::336::383 using 1:2 with linespoints linewidth 3 dashtype (14,6) linecolor rgb '#0072b2' pointtype 9 pointsize 1.3 pointinterval 6
unset label
unset arrow
unset logscale
set lmargin at screen 0.14216
set rmargin at screen 0.73067
set tmargin at screen 0.58748
set bmargin at screen 0.13049
set xrange [-1.92:97.92]
set xtics ('0' 0, '20' 20, '40' 40, '60' 60, '80' 80)
set logscale y
set yrange [0.0268932:0.818114]
set ytics ('0.05' 0.05, '0.1' 0.1, '0.2' 0.2, '0.5' 0.5)
set label 'Loss' at screen 0.02333, screen 0.35899 center rotate by 90 font ',14' textcolor rgb '#222222'
plot \
    'rate_and_loss.csv' skip 1 every ::0::47 using 1:3 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.3 pointinterval 8, \
    'rate_and_loss.csv' skip 1 every ::48::95 using 1:3 with linespoints linewidth 3 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.3 pointinterval 6, \
    'rate_and_loss.csv' skip 1 every ::96::143 using 1:3 with linespoints linewidth 3 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.3 pointinterval 6, \
    'rate_and_loss.csv' skip 1 every ::144::191 using 1:3 with linespoints linewidth 3 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.3 pointinterval 8, \
    'rate_and_loss.csv' skip 1 every ::192::239 using 1:3 with linespoints linewidth 3 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 1.3 pointinterval 6, \
    'rate_and_loss.csv' skip 1 every ::240::287 using 1:3 with linespoints linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 1.3 pointinterval 6, \
    'rate_and_loss.csv' skip 1 every ::288::335 using 1:3 with linespoints linewidth 3 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 1.3 pointinterval 8, \
    'rate_and_loss.csv' skip 1 every ::336::383 using 1:3 with linespoints linewidth 3 dashtype (14,6) linecolor rgb '#0072b2' pointtype 9 pointsize 1.3 pointinterval 6
unset label
unset arrow
unset multiplot
