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
set label '■' at screen 0.24083, screen 0.86154 left front font 'DejaVu Sans,18' textcolor rgb '#009e73'
set label 'batch 32' at screen 0.26250, screen 0.86154 left front font 'DejaVu Sans,15' textcolor rgb '#222222'
set label '1.85*' at first 0.0, first 1.8540 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label '1.66*' at first 1.0, first 1.6631 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label '3.45*' at first 3.0, first 3.4489 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label '4.21' at first 4.0, first 4.2132 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label '1.85' at first 6.0, first 1.8485 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label '2.02' at first 7.0, first 2.0249 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label '1.96*' at first 9.0, first 1.9559 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label '2.43*' at first 10.0, first 2.4265 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label 'Training' at first 5.0, graph 1.03 center front font 'DejaVu Sans,16' textcolor rgb '#222222'
set label '1.50*' at first 13.0, first 1.4986 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label '1.75' at first 14.0, first 1.7456 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label '2.53' at first 16.0, first 2.5283 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label '3.03' at first 17.0, first 3.0267 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label '1.94*' at first 19.0, first 1.9378 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label '2.16' at first 20.0, first 2.1645 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label '2.21*' at first 22.0, first 2.2120 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label '1.78*' at first 23.0, first 1.7815 center offset 0,0.5 front font 'DejaVu Sans,10' textcolor rgb '#222222'
set label 'Inference' at first 18.0, graph 1.03 center front font 'DejaVu Sans,16' textcolor rgb '#222222'
set xrange [-1:24.0]
set yrange [0:4.719]
set xtics ('alexnet' 0.5, 'vgg16' 3.5, 'resnet50' 6.5, 'densenet201' 9.5, 'alexnet' 13.5, 'vgg16' 16.5, 'resnet50' 19.5, 'densenet201' 22.5) scale 0 font 'DejaVu Sans,12'
set style fill solid noborder
set boxwidth 0.86
set arrow from graph 0, first 1 to graph 1, first 1 nohead front linewidth 2 dashtype (8,6) linecolor rgb '#222222'
$ratios << EOD
0.0 1.8540 15113984
1.0 1.6631 40563
3.0 3.4489 15113984
4.0 4.2132 40563
6.0 1.8485 15113984
7.0 2.0249 40563
9.0 1.9559 15113984
10.0 2.4265 40563
13.0 1.4986 29362
14.0 1.7456 15113984
16.0 2.5283 29362
17.0 3.0267 15113984
19.0 1.9378 29362
20.0 2.1645 15113984
22.0 2.2120 29362
23.0 1.7815 15113984
EOD
plot $ratios using 1:2:3 with boxes linecolor rgb variable
