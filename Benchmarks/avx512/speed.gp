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
set label 'Step time of the fastest other program divided by that of study, each in its fastest mode: above 1, study is faster.' at screen 0.02000, screen 0.91026 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'time of the fastest other / time of study' at screen 0.02333, graph 0.5 center rotate by 90 front font 'DejaVu Sans,16' textcolor rgb '#222222'
set label '■' at screen 0.02000, screen 0.86154 left front font 'DejaVu Sans,18' textcolor rgb '#0072b2'
set label 'batch 1' at screen 0.04167, screen 0.86154 left front font 'DejaVu Sans,15' textcolor rgb '#222222'
set label '■' at screen 0.12583, screen 0.86154 left front font 'DejaVu Sans,18' textcolor rgb '#e69f00'
set label 'batch 16' at screen 0.14750, screen 0.86154 left front font 'DejaVu Sans,15' textcolor rgb '#222222'
set label '■' at screen 0.24083, screen 0.86154 left front font 'DejaVu Sans,18' textcolor rgb '#009e73'
set label 'batch 32' at screen 0.26250, screen 0.86154 left front font 'DejaVu Sans,15' textcolor rgb '#222222'
set label '1.75' at first 0.0, first 1.7476 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label '1.52' at first 1.0, first 1.5212 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label '3.05' at first 3.0, first 3.0549 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label '3.65' at first 4.0, first 3.6452 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label '1.40' at first 6.0, first 1.4001 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label '1.72' at first 7.0, first 1.7226 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label '1.76' at first 9.0, first 1.7578 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label '2.23' at first 10.0, first 2.2277 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label 'Training' at first 5.0, graph 1.03 center front font 'DejaVu Sans,16' textcolor rgb '#222222'
set label '1.38' at first 13.0, first 1.3757 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label '1.77' at first 14.0, first 1.7681 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label '1.65' at first 15.0, first 1.6508 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label '2.19' at first 17.0, first 2.1898 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label '3.12' at first 18.0, first 3.1239 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label '3.09' at first 19.0, first 3.0870 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label '1.64' at first 21.0, first 1.6358 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label '1.86' at first 22.0, first 1.8552 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label '2.03' at first 23.0, first 2.0273 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label '1.98' at first 25.0, first 1.9760 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label '1.57' at first 26.0, first 1.5692 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label '2.32' at first 27.0, first 2.3174 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label 'Inference' at first 20.0, graph 1.03 center front font 'DejaVu Sans,16' textcolor rgb '#222222'
set xrange [-1:28.0]
set yrange [0:4.083]
set xtics ('alexnet' 0.5, 'vgg16' 3.5, 'resnet50' 6.5, 'densenet201' 9.5, 'alexnet' 14.0, 'vgg16' 18.0, 'resnet50' 22.0, 'densenet201' 26.0) scale 0 font 'DejaVu Sans,12'
set style fill solid noborder
set boxwidth 0.86
set arrow from graph 0, first 1 to graph 1, first 1 nohead front linewidth 2 dashtype (8,6) linecolor rgb '#222222'
$ratios << EOD
0.0 1.7476 15113984
1.0 1.5212 40563
3.0 3.0549 15113984
4.0 3.6452 40563
6.0 1.4001 15113984
7.0 1.7226 40563
9.0 1.7578 15113984
10.0 2.2277 40563
13.0 1.3757 29362
14.0 1.7681 15113984
15.0 1.6508 40563
17.0 2.1898 29362
18.0 3.1239 15113984
19.0 3.0870 40563
21.0 1.6358 29362
22.0 1.8552 15113984
23.0 2.0273 40563
25.0 1.9760 29362
26.0 1.5692 15113984
27.0 2.3174 40563
EOD
plot $ratios using 1:2:3 with boxes linecolor rgb variable
