# Precision-recall curves. Draws precision_recall.png from precision_recall.csv: gnuplot precision_recall.gp
# As SVG or PDF: gnuplot -e "format='svg'" precision_recall.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,780 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,780 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,8.125in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'precision_recall.'.format
set encoding utf8
set datafile separator comma
set datafile commentschars ''
set lmargin at screen 0.11000
set rmargin at screen 0.67433
set tmargin at screen 0.83077
set bmargin at screen 0.12564
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Precision-recall curves' at screen 0.02000, screen 0.95641 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Positive class: PNEUMONIA; 624 test images; beside each name: area under the curve (average precision).' at screen 0.02000, screen 0.91026 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Means over 3 seeds. Dashed: predicting PNEUMONIA for every image.' at screen 0.02000, screen 0.87692 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [-0.02:1.02]
set xtics ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6000000000000001, '0.8' 0.8, '1.0' 1)
set label 'Recall (sensitivity)' at screen 0.39217, screen 0.03590 center textcolor rgb '#222222'
set yrange [0.300733:1.01371]
set ytics ('0.4' 0.4, '0.5' 0.5, '0.6' 0.6000000000000001, '0.7' 0.7000000000000001, '0.8' 0.8, '0.9' 0.9, '1.0' 1)
set label 'Precision' at screen 0.02500, screen 0.47821 center rotate by 90 textcolor rgb '#222222'
set arrow from first 1, first 0.6303926821956505 to screen 0.69600, screen 0.36107 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#d55e00'
set arrow from screen 0.69600, screen 0.36107 to screen 0.72933, screen 0.36107 nohead linewidth 3 dashtype solid linecolor rgb '#d55e00'
set label '' at screen 0.71267, screen 0.36107 point pointtype 13 pointsize 1.6 linecolor rgb '#d55e00'
set label 'resnet50 / bf16  0.843' at screen 0.73933, screen 0.36107 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 1, first 0.6384233287283679 to screen 0.69600, screen 0.39954 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#009e73'
set arrow from screen 0.69600, screen 0.39954 to screen 0.72933, screen 0.39954 nohead linewidth 3 dashtype solid linecolor rgb '#009e73'
set label '' at screen 0.71267, screen 0.39954 point pointtype 9 pointsize 1.6 linecolor rgb '#009e73'
set label 'resnet50 / fp32  0.871' at screen 0.73933, screen 0.39954 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 1, first 0.7182098192086455 to screen 0.69600, screen 0.59184 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#56b4e9'
set arrow from screen 0.69600, screen 0.59184 to screen 0.72933, screen 0.59184 nohead linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9'
set label '' at screen 0.71267, screen 0.59184 point pointtype 7 pointsize 1.6 linecolor rgb '#56b4e9'
set label 'densenet201 / bf16  0.937' at screen 0.73933, screen 0.59184 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 1, first 0.7252849130065586 to screen 0.69600, screen 0.63031 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#cc79a7'
set arrow from screen 0.69600, screen 0.63031 to screen 0.72933, screen 0.63031 nohead linewidth 3 dashtype solid linecolor rgb '#cc79a7'
set label '' at screen 0.71267, screen 0.63031 point pointtype 11 pointsize 1.6 linecolor rgb '#cc79a7'
set label 'densenet201 / fp32  0.941' at screen 0.73933, screen 0.63031 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 1, first 0.6555603704238688 to screen 0.69600, screen 0.47646 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.69600, screen 0.47646 to screen 0.72933, screen 0.47646 nohead linewidth 3 dashtype (14,6) linecolor rgb '#0072b2'
set label '' at screen 0.71267, screen 0.47646 point pointtype 9 pointsize 1.6 linecolor rgb '#0072b2'
set label 'vgg16 / bf16  0.947' at screen 0.73933, screen 0.47646 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 1, first 0.6535726207310473 to screen 0.69600, screen 0.43800 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#333333'
set arrow from screen 0.69600, screen 0.43800 to screen 0.72933, screen 0.43800 nohead linewidth 3 dashtype (14,6) linecolor rgb '#333333'
set label '' at screen 0.71267, screen 0.43800 point pointtype 5 pointsize 1.6 linecolor rgb '#333333'
set label 'vgg16 / fp32  0.947' at screen 0.73933, screen 0.43800 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 1, first 0.6866467899598783 to screen 0.69600, screen 0.51492 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#e69f00'
set arrow from screen 0.69600, screen 0.51492 to screen 0.72933, screen 0.51492 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.71267, screen 0.51492 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'alexnet / bf16  0.955' at screen 0.73933, screen 0.51492 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 1, first 0.6911250457744476 to screen 0.69600, screen 0.55338 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.69600, screen 0.55338 to screen 0.72933, screen 0.55338 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.71267, screen 0.55338 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'alexnet / fp32  0.955' at screen 0.73933, screen 0.55338 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 0, first 0.625 to first 1, first 0.625 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'precision_recall.csv' skip 1 every ::0::390 using 1:2 with fsteps linewidth 3 dashtype solid linecolor rgb '#d55e00', \
    'precision_recall.csv' skip 1 every ::391::781 using 1:2 with fsteps linewidth 3 dashtype solid linecolor rgb '#009e73', \
    'precision_recall.csv' skip 1 every ::782::1169 using 1:2 with fsteps linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9', \
    'precision_recall.csv' skip 1 every ::1170::1544 using 1:2 with fsteps linewidth 3 dashtype solid linecolor rgb '#cc79a7', \
    'precision_recall.csv' skip 1 every ::1545::1866 using 1:2 with fsteps linewidth 3 dashtype (14,6) linecolor rgb '#0072b2', \
    'precision_recall.csv' skip 1 every ::1867::2213 using 1:2 with fsteps linewidth 3 dashtype (14,6) linecolor rgb '#333333', \
    'precision_recall.csv' skip 1 every ::2214::2530 using 1:2 with fsteps linewidth 3 dashtype solid linecolor rgb '#e69f00', \
    'precision_recall.csv' skip 1 every ::2531::2852 using 1:2 with fsteps linewidth 3 dashtype solid linecolor rgb '#0072b2', \
    'precision_recall.csv' skip 1 every ::0::390 using 1:(int($0) % 65 == 32 ? $2 : NaN) with points pointtype 13 pointsize 1.3 linecolor rgb '#d55e00', \
    'precision_recall.csv' skip 1 every ::391::781 using 1:(int($0) % 55 == 27 ? $2 : NaN) with points pointtype 9 pointsize 1.3 linecolor rgb '#009e73', \
    'precision_recall.csv' skip 1 every ::782::1169 using 1:(int($0) % 48 == 24 ? $2 : NaN) with points pointtype 7 pointsize 1.3 linecolor rgb '#56b4e9', \
    'precision_recall.csv' skip 1 every ::1170::1544 using 1:(int($0) % 62 == 31 ? $2 : NaN) with points pointtype 11 pointsize 1.3 linecolor rgb '#cc79a7', \
    'precision_recall.csv' skip 1 every ::1545::1866 using 1:(int($0) % 46 == 23 ? $2 : NaN) with points pointtype 9 pointsize 1.3 linecolor rgb '#0072b2', \
    'precision_recall.csv' skip 1 every ::1867::2213 using 1:(int($0) % 43 == 21 ? $2 : NaN) with points pointtype 5 pointsize 1.3 linecolor rgb '#333333', \
    'precision_recall.csv' skip 1 every ::2214::2530 using 1:(int($0) % 52 == 26 ? $2 : NaN) with points pointtype 5 pointsize 1.3 linecolor rgb '#e69f00', \
    'precision_recall.csv' skip 1 every ::2531::2852 using 1:(int($0) % 46 == 23 ? $2 : NaN) with points pointtype 7 pointsize 1.3 linecolor rgb '#0072b2'
