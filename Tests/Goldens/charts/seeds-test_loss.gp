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
set rmargin at screen 0.80967
set tmargin at screen 0.79744
set bmargin at screen 0.12564
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Test loss' at screen 0.02000, screen 0.95641 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Mean loss after each epoch, 624 test images' at screen 0.02000, screen 0.91026 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Means over up to 3 seeds; bands: their range.' at screen 0.02000, screen 0.87692 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Gaps: the loss of exponential was not a finite number.' at screen 0.02000, screen 0.84359 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [0.9:5.1]
set xtics ('1' 1, '2' 2, '3' 3, '4' 4, '5' 5)
set label 'Epoch' at screen 0.45983, screen 0.03590 center textcolor rgb '#222222'
set yrange [0.301308:0.786754]
set ytics ('0.35' 0.35000000000000003, '0.40' 0.4, '0.45' 0.45, '0.50' 0.5, '0.55' 0.55, '0.60' 0.6000000000000001, '0.65' 0.65, '0.70' 0.7000000000000001, '0.75' 0.75)
set label 'Loss' at screen 0.02500, screen 0.46154 center rotate by 90 textcolor rgb '#222222'
set arrow from first 5, first 0.3531782771935529 to screen 0.83133, screen 0.19506 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.83133, screen 0.19506 to screen 0.86467, screen 0.19506 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.84800, screen 0.19506 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'step' at screen 0.87467, screen 0.19506 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 0.3362734583743329 to screen 0.83133, screen 0.15659 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#e69f00'
set arrow from screen 0.83133, screen 0.15659 to screen 0.86467, screen 0.15659 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.84800, screen 0.15659 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'cosine' at screen 0.87467, screen 0.15659 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 2, first 0.4925849589972893 to screen 0.83133, screen 0.39034 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#009e73'
set arrow from screen 0.83133, screen 0.39034 to screen 0.86467, screen 0.39034 nohead linewidth 3 dashtype solid linecolor rgb '#009e73'
set label '' at screen 0.84800, screen 0.39034 point pointtype 9 pointsize 1.6 linecolor rgb '#009e73'
set label 'exponential' at screen 0.87467, screen 0.39034 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 0.3649522678778944 to screen 0.83133, screen 0.23352 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#d55e00'
set arrow from screen 0.83133, screen 0.23352 to screen 0.86467, screen 0.23352 nohead linewidth 3 dashtype solid linecolor rgb '#d55e00'
set label '' at screen 0.84800, screen 0.23352 point pointtype 13 pointsize 1.6 linecolor rgb '#d55e00'
set label 'polynomial' at screen 0.87467, screen 0.23352 left font 'DejaVu Sans,15' textcolor rgb '#222222'
plot \
    'test_loss.csv' skip 1 using 1:3:4 with filledcurves fillcolor rgb '#0072b2' fillstyle transparent solid 0.16 noborder, \
    'test_loss.csv' skip 1 using 1:6:7 with filledcurves fillcolor rgb '#e69f00' fillstyle transparent solid 0.16 noborder, \
    'test_loss.csv' skip 1 using 1:9:10 with filledcurves fillcolor rgb '#009e73' fillstyle transparent solid 0.16 noborder, \
    'test_loss.csv' skip 1 using 1:12:13 with filledcurves fillcolor rgb '#d55e00' fillstyle transparent solid 0.16 noborder, \
    'test_loss.csv' skip 1 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.60 pointinterval 1, \
    'test_loss.csv' skip 1 using 1:5 with linespoints linewidth 3 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.60 pointinterval 1, \
    'test_loss.csv' skip 1 using 1:8 with linespoints linewidth 3 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.60 pointinterval 1, \
    'test_loss.csv' skip 1 using 1:11 with linespoints linewidth 3 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.60 pointinterval 1
