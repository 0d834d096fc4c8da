# Training accuracy by epoch. In this folder: gnuplot train_accuracy.gp
set encoding utf8
set terminal pngcairo noenhanced size 1200,800 font 'DejaVu Sans,20' background rgb 'white'
if (!exists('output')) output = 'train_accuracy.png'
set output output
set datafile separator ','
set lmargin at screen 0.133333
set rmargin at screen 0.737667
set tmargin at screen 0.8625
set bmargin at screen 0.13
set border 3 lc rgb '#555555'
set tics nomirror out scale 0.6 textcolor rgb '#333333'
set label 1 'Training accuracy by epoch' at screen 0.015, screen 0.955 left font ',24'
set xlabel 'Epoch'
set label 100 'Accuracy (%)' at screen 0.022, graph 0.5 center rotate by 90
set xrange [0.94:5.06]
set xtics (1, 2, 3, 4, 5)
set grid ytics lt 1 lw 1 lc rgb '#DDDDDD'
set yrange [86.597:99.7143]
set format y '%g'
unset key
set label 2 'step' at graph 1.035, graph 0.890785 left textcolor rgb '#0072B2'
set arrow 2 from first 5, graph 0.937007 to graph 1.028, graph 0.890785 nohead lw 1 lc rgb '#0072B2'
set label 3 'cosine' at graph 1.035, graph 0.945392 left textcolor rgb '#D55E00'
set arrow 3 from first 5, graph 0.950161 to graph 1.028, graph 0.945392 nohead lw 1 lc rgb '#D55E00'
set label 4 'exponential' at graph 1.035, graph 0.78157 left textcolor rgb '#00835F'
set arrow 4 from first 5, graph 0.896083 to graph 1.028, graph 0.78157 nohead lw 1 lc rgb '#009E73'
set label 5 'polynomial' at graph 1.035, graph 1 left textcolor rgb '#B4558A'
set arrow 5 from first 5, graph 0.954545 to graph 1.028, graph 1 nohead lw 1 lc rgb '#CC79A7'
set label 6 'naturalExponential' at graph 1.035, graph 0.836177 left textcolor rgb '#B07A00'
set arrow 6 from first 5, graph 0.906314 to graph 1.028, graph 0.836177 nohead lw 1 lc rgb '#E69F00'
set label 7 'staircase' at graph 1.035, graph 0.726962 left textcolor rgb '#2B8CC4'
set arrow 7 from first 5, graph 0.881467 to graph 1.028, graph 0.726962 nohead lw 1 lc rgb '#56B4E9'
plot 'train_accuracy.csv' every ::1 using 1:2 with linespoints lw 3 lc rgb '#0072B2' dt 1 pt 7 ps 1.2 title 'step', \
    'train_accuracy.csv' every ::1 using 1:5 with linespoints lw 3 lc rgb '#D55E00' dt 1 pt 7 ps 1.2 title 'cosine', \
    'train_accuracy.csv' every ::1 using 1:8 with linespoints lw 3 lc rgb '#009E73' dt 1 pt 7 ps 1.2 title 'exponential', \
    'train_accuracy.csv' every ::1 using 1:11 with linespoints lw 3 lc rgb '#CC79A7' dt 1 pt 7 ps 1.2 title 'polynomial', \
    'train_accuracy.csv' every ::1 using 1:14 with linespoints lw 3 lc rgb '#E69F00' dt 1 pt 7 ps 1.2 title 'naturalExponential', \
    'train_accuracy.csv' every ::1 using 1:17 with linespoints lw 3 lc rgb '#56B4E9' dt 1 pt 7 ps 1.2 title 'staircase'
