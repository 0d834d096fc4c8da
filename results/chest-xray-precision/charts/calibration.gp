# Calibration. Draws calibration.png from calibration.csv: gnuplot calibration.gp
# As SVG or PDF: gnuplot -e "format='svg'" calibration.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,870 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,870 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,9.062in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'calibration.'.format
set encoding utf8
set datafile separator comma
set datafile commentschars ''
set lmargin at screen 0.11000
set rmargin at screen 0.64333
set tmargin at screen 0.84828
set bmargin at screen 0.11264
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Calibration' at screen 0.02000, screen 0.96092 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'A point for each of 15 bins of the probability with at least 10 images; 624 test images, all seeds together.' at screen 0.02000, screen 0.91954 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Beside each name: calibration error (ECE). Dashed: perfect calibration; below it, predictions are overconfident.' at screen 0.02000, screen 0.88966 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [0.347369:1.0128]
set xtics ('0.4' 0.4, '0.5' 0.5, '0.6' 0.6000000000000001, '0.7' 0.7000000000000001, '0.8' 0.8, '0.9' 0.9, '1.0' 1)
set label 'Probability of the predicted class' at screen 0.37667, screen 0.03218 center textcolor rgb '#222222'
set yrange [0.347369:1.0128]
set ytics ('0.4' 0.4, '0.5' 0.5, '0.6' 0.6000000000000001, '0.7' 0.7000000000000001, '0.8' 0.8, '0.9' 0.9, '1.0' 1)
set label 'Fraction of correct predictions' at screen 0.02500, screen 0.48046 center rotate by 90 textcolor rgb '#222222'
set arrow from first 0.9866300277715206, first 0.9306930693069307 to screen 0.66500, screen 0.75402 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#e69f00'
set arrow from screen 0.66500, screen 0.75402 to screen 0.69833, screen 0.75402 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.68167, screen 0.75402 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'alexnet / bf16  0.091' at screen 0.70833, screen 0.75402 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 0.9866864051533696, first 0.9313399778516057 to screen 0.66500, screen 0.78851 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.66500, screen 0.78851 to screen 0.69833, screen 0.78851 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.68167, screen 0.78851 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'alexnet / fp32  0.093' at screen 0.70833, screen 0.78851 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 0.9834822709339831, first 0.9118942731277533 to screen 0.66500, screen 0.71954 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#56b4e9'
set arrow from screen 0.66500, screen 0.71954 to screen 0.69833, screen 0.71954 nohead linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9'
set label '' at screen 0.68167, screen 0.71954 point pointtype 7 pointsize 1.6 linecolor rgb '#56b4e9'
set label 'densenet201 / bf16  0.098' at screen 0.70833, screen 0.71954 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 0.9835917046733996, first 0.9115586690017513 to screen 0.66500, screen 0.68506 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#cc79a7'
set arrow from screen 0.66500, screen 0.68506 to screen 0.69833, screen 0.68506 nohead linewidth 3 dashtype solid linecolor rgb '#cc79a7'
set label '' at screen 0.68167, screen 0.68506 point pointtype 11 pointsize 1.6 linecolor rgb '#cc79a7'
set label 'densenet201 / fp32  0.100' at screen 0.70833, screen 0.68506 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 0.9814874125659309, first 0.9406332453825857 to screen 0.66500, screen 0.82299 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.66500, screen 0.82299 to screen 0.69833, screen 0.82299 nohead linewidth 3 dashtype (14,6) linecolor rgb '#0072b2'
set label '' at screen 0.68167, screen 0.82299 point pointtype 9 pointsize 1.6 linecolor rgb '#0072b2'
set label 'vgg16 / bf16  0.104' at screen 0.70833, screen 0.82299 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 0.9834566369480148, first 0.9407979407979408 to screen 0.66500, screen 0.85747 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#333333'
set arrow from screen 0.66500, screen 0.85747 to screen 0.69833, screen 0.85747 nohead linewidth 3 dashtype (14,6) linecolor rgb '#333333'
set label '' at screen 0.68167, screen 0.85747 point pointtype 5 pointsize 1.6 linecolor rgb '#333333'
set label 'vgg16 / fp32  0.114' at screen 0.70833, screen 0.85747 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 0.9792494663844002, first 0.8600405679513184 to screen 0.66500, screen 0.61609 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#d55e00'
set arrow from screen 0.66500, screen 0.61609 to screen 0.69833, screen 0.61609 nohead linewidth 3 dashtype solid linecolor rgb '#d55e00'
set label '' at screen 0.68167, screen 0.61609 point pointtype 13 pointsize 1.6 linecolor rgb '#d55e00'
set label 'resnet50 / bf16  0.179' at screen 0.70833, screen 0.61609 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 0.9797486323034597, first 0.8817635270541082 to screen 0.66500, screen 0.65057 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#009e73'
set arrow from screen 0.66500, screen 0.65057 to screen 0.69833, screen 0.65057 nohead linewidth 3 dashtype solid linecolor rgb '#009e73'
set label '' at screen 0.68167, screen 0.65057 point pointtype 9 pointsize 1.6 linecolor rgb '#009e73'
set label 'resnet50 / fp32  0.184' at screen 0.70833, screen 0.65057 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 0.5, first 0.5 to first 1, first 1 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'calibration.csv' skip 1 every ::0::7 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.60 pointinterval 1, \
    'calibration.csv' skip 1 every ::8::15 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.60 pointinterval 1, \
    'calibration.csv' skip 1 every ::16::23 using 1:2 with linespoints linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 1.60 pointinterval 1, \
    'calibration.csv' skip 1 every ::24::31 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 1.60 pointinterval 1, \
    'calibration.csv' skip 1 every ::32::39 using 1:2 with linespoints linewidth 3 dashtype (14,6) linecolor rgb '#0072b2' pointtype 9 pointsize 1.60 pointinterval 1, \
    'calibration.csv' skip 1 every ::40::47 using 1:2 with linespoints linewidth 3 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 1.60 pointinterval 1, \
    'calibration.csv' skip 1 every ::48::55 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.60 pointinterval 1, \
    'calibration.csv' skip 1 every ::56::63 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.60 pointinterval 1
