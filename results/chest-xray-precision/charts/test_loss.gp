# Test loss. Draws test_loss.png from test_loss.csv: gnuplot test_loss.gp
# As SVG or PDF: gnuplot -e "format='svg'" test_loss.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,780 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,780 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,8.125in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'test_loss.'.format
set encoding utf8
set datafile separator comma
set datafile commentschars ''
set lmargin at screen 0.11000
set rmargin at screen 0.73733
set tmargin at screen 0.83077
set bmargin at screen 0.12564
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Test loss' at screen 0.02000, screen 0.95641 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Mean loss after each epoch, 624 test images' at screen 0.02000, screen 0.91026 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Means over 3 seeds.' at screen 0.02000, screen 0.87692 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [0.95:3.05]
set xtics ('1' 1, '2' 2, '3' 3)
set label 'Epoch' at screen 0.42367, screen 0.03590 center textcolor rgb '#222222'
set yrange [-0.0544143:2.72072]
set ytics ('0.0' 0, '0.5' 0.5, '1.0' 1, '1.5' 1.5, '2.0' 2, '2.5' 2.5)
set label 'Loss' at screen 0.02500, screen 0.47821 center rotate by 90 textcolor rgb '#222222'
set arrow from first 3, first 0.4131519835053763 to screen 0.75900, screen 0.13895 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.75900, screen 0.13895 to screen 0.79233, screen 0.13895 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.77567, screen 0.13895 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'alexnet / fp32' at screen 0.80233, screen 0.13895 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 3, first 0.4156680961983401 to screen 0.75900, screen 0.17741 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#e69f00'
set arrow from screen 0.75900, screen 0.17741 to screen 0.79233, screen 0.17741 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.77567, screen 0.17741 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'alexnet / bf16' at screen 0.80233, screen 0.17741 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 3, first 0.7445064281417165 to screen 0.75900, screen 0.36972 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#009e73'
set arrow from screen 0.75900, screen 0.36972 to screen 0.79233, screen 0.36972 nohead linewidth 3 dashtype solid linecolor rgb '#009e73'
set label '' at screen 0.77567, screen 0.36972 point pointtype 9 pointsize 1.6 linecolor rgb '#009e73'
set label 'resnet50 / fp32' at screen 0.80233, screen 0.36972 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 3, first 0.8024714055602118 to screen 0.75900, screen 0.40818 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#d55e00'
set arrow from screen 0.75900, screen 0.40818 to screen 0.79233, screen 0.40818 nohead linewidth 3 dashtype solid linecolor rgb '#d55e00'
set label '' at screen 0.77567, screen 0.40818 point pointtype 13 pointsize 1.6 linecolor rgb '#d55e00'
set label 'resnet50 / bf16' at screen 0.80233, screen 0.40818 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 3, first 0.5059934529595961 to screen 0.75900, screen 0.33126 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#cc79a7'
set arrow from screen 0.75900, screen 0.33126 to screen 0.79233, screen 0.33126 nohead linewidth 3 dashtype solid linecolor rgb '#cc79a7'
set label '' at screen 0.77567, screen 0.33126 point pointtype 11 pointsize 1.6 linecolor rgb '#cc79a7'
set label 'densenet201 / fp32' at screen 0.80233, screen 0.33126 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 3, first 0.5006381184632657 to screen 0.75900, screen 0.29280 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#56b4e9'
set arrow from screen 0.75900, screen 0.29280 to screen 0.79233, screen 0.29280 nohead linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9'
set label '' at screen 0.77567, screen 0.29280 point pointtype 7 pointsize 1.6 linecolor rgb '#56b4e9'
set label 'densenet201 / bf16' at screen 0.80233, screen 0.29280 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 3, first 0.42114514437169887 to screen 0.75900, screen 0.25434 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#333333'
set arrow from screen 0.75900, screen 0.25434 to screen 0.79233, screen 0.25434 nohead linewidth 3 dashtype (14,6) linecolor rgb '#333333'
set label '' at screen 0.77567, screen 0.25434 point pointtype 5 pointsize 1.6 linecolor rgb '#333333'
set label 'vgg16 / fp32' at screen 0.80233, screen 0.25434 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 3, first 0.41863235101231017 to screen 0.75900, screen 0.21588 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.75900, screen 0.21588 to screen 0.79233, screen 0.21588 nohead linewidth 3 dashtype (14,6) linecolor rgb '#0072b2'
set label '' at screen 0.77567, screen 0.21588 point pointtype 9 pointsize 1.6 linecolor rgb '#0072b2'
set label 'vgg16 / bf16' at screen 0.80233, screen 0.21588 left font 'DejaVu Sans,15' textcolor rgb '#222222'
plot \
    'test_loss.csv' skip 1 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.60 pointinterval 1, \
    'test_loss.csv' skip 1 using 1:5 with linespoints linewidth 3 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.60 pointinterval 1, \
    'test_loss.csv' skip 1 using 1:8 with linespoints linewidth 3 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.60 pointinterval 1, \
    'test_loss.csv' skip 1 using 1:11 with linespoints linewidth 3 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.60 pointinterval 1, \
    'test_loss.csv' skip 1 using 1:14 with linespoints linewidth 3 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 1.60 pointinterval 1, \
    'test_loss.csv' skip 1 using 1:17 with linespoints linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 1.60 pointinterval 1, \
    'test_loss.csv' skip 1 using 1:20 with linespoints linewidth 3 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 1.60 pointinterval 1, \
    'test_loss.csv' skip 1 using 1:23 with linespoints linewidth 3 dashtype (14,6) linecolor rgb '#0072b2' pointtype 9 pointsize 1.60 pointinterval 1
