# Draws speed.png: gnuplot speed.gp
set terminal pngcairo size 1200,780 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
set output 'speed.png'
set encoding utf8
set lmargin at screen 0.09667
set rmargin at screen 0.96667
set tmargin at screen 0.75641
set bmargin at screen 0.12564
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Speedup over the fastest other program' at screen 0.02000, screen 0.95641 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Step time of the fastest other program divided by that of study, each in its fastest mode: above 1, study is faster. * noisy' at screen 0.02000, screen 0.91026 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'time of the fastest other / time of study' at screen 0.02333, graph 0.5 center rotate by 90 front font 'DejaVu Sans,16' textcolor rgb '#222222'
set label '■' at screen 0.02000, screen 0.86154 left front font 'DejaVu Sans,18' textcolor rgb '#0072b2'
set label 'batch 1' at screen 0.04167, screen 0.86154 left front font 'DejaVu Sans,15' textcolor rgb '#222222'
set label '■' at screen 0.12583, screen 0.86154 left front font 'DejaVu Sans,18' textcolor rgb '#e69f00'
set label 'batch 16' at screen 0.14750, screen 0.86154 left front font 'DejaVu Sans,15' textcolor rgb '#222222'
set label '1.34*' at first 0.0, first 1.3411 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label '1.18*' at first 2.0, first 1.1759 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label 'Training' at first 1.0, graph 1.03 center front font 'DejaVu Sans,16' textcolor rgb '#222222'
set label '0.97*' at first 5.0, first 0.9655 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label '1.26*' at first 6.0, first 1.2643 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label '1.75' at first 8.0, first 1.7516 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label '0.98' at first 10.0, first 0.9802 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label '1.16*' at first 11.0, first 1.1596 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label '1.14*' at first 13.0, first 1.1379 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label '0.96*' at first 14.0, first 0.9595 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label 'Inference' at first 9.5, graph 1.03 center front font 'DejaVu Sans,16' textcolor rgb '#222222'
set xrange [-1:15.0]
set yrange [0:1.962]
set xtics ('alexnet' 0.0, 'resnet50' 2.0, 'alexnet' 5.5, 'vgg16' 8.0, 'resnet50' 10.5, 'densenet201' 13.5) scale 0 font 'DejaVu Sans,12'
set style fill solid noborder
set boxwidth 0.86
set arrow from graph 0, first 1 to graph 1, first 1 nohead front linewidth 2 dashtype (8,6) linecolor rgb '#222222'
$ratios << EOD
0.0 1.3411 15113984
2.0 1.1759 15113984
5.0 0.9655 29362
6.0 1.2643 15113984
8.0 1.7516 15113984
10.0 0.9802 29362
11.0 1.1596 15113984
13.0 1.1379 29362
14.0 0.9595 15113984
EOD
plot $ratios using 1:2:3 with boxes linecolor rgb variable
