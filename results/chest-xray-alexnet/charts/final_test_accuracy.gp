# Test accuracy at the selected epoch. In this folder: gnuplot final_test_accuracy.gp
set encoding utf8
set terminal pngcairo noenhanced size 1200,800 font 'DejaVu Sans,20' background rgb 'white'
if (!exists('output')) output = 'final_test_accuracy.png'
set output output
set datafile separator ','
set lmargin at screen 0.245667
set rmargin at screen 0.966667
set tmargin at screen 0.8625
set bmargin at screen 0.13
set border 3 lc rgb '#555555'
set tics nomirror out scale 0.6 textcolor rgb '#333333'
set label 1 'Test accuracy at the selected epoch' at screen 0.015, screen 0.955 left font ',24'
set xlabel 'Accuracy (%)'
unset key
set yrange [0.4:6.6]
set ytics scale 0 ('staircase' 6, 'naturalExponential' 5, 'exponential' 4, 'polynomial' 3, 'cosine' 2, 'step' 1)
set grid ytics xtics lt 1 lw 1 lc rgb '#DDDDDD'
set xrange [61.2854:88.0058]
set format x '%g'
set arrow 1 from first 62.5, graph 0 to first 62.5, graph 1 nohead lw 2 dt 2 lc rgb '#666666' back
set label 2 'largest class 62.5%' at first 62.5, graph 1.03 left font ',17' textcolor rgb '#666666'
plot 'final_test_accuracy.csv' every ::1::1 using 4:1:5:6 with xerrorbars lw 2 pt 0 lc rgb '#56B4E9', \
    'final_test_accuracy.csv' every ::1::1 using 3:1 with points pt 7 ps 1.8 lc rgb '#56B4E9', \
    'final_test_accuracy.csv' every ::2::2 using 4:1:5:6 with xerrorbars lw 2 pt 0 lc rgb '#E69F00', \
    'final_test_accuracy.csv' every ::2::2 using 3:1 with points pt 7 ps 1.8 lc rgb '#E69F00', \
    'final_test_accuracy.csv' every ::3::3 using 4:1:5:6 with xerrorbars lw 2 pt 0 lc rgb '#009E73', \
    'final_test_accuracy.csv' every ::3::3 using 3:1 with points pt 7 ps 1.8 lc rgb '#009E73', \
    'final_test_accuracy.csv' every ::4::4 using 4:1:5:6 with xerrorbars lw 2 pt 0 lc rgb '#CC79A7', \
    'final_test_accuracy.csv' every ::4::4 using 3:1 with points pt 7 ps 1.8 lc rgb '#CC79A7', \
    'final_test_accuracy.csv' every ::5::5 using 4:1:5:6 with xerrorbars lw 2 pt 0 lc rgb '#D55E00', \
    'final_test_accuracy.csv' every ::5::5 using 3:1 with points pt 7 ps 1.8 lc rgb '#D55E00', \
    'final_test_accuracy.csv' every ::6::6 using 4:1:5:6 with xerrorbars lw 2 pt 0 lc rgb '#0072B2', \
    'final_test_accuracy.csv' every ::6::6 using 3:1 with points pt 7 ps 1.8 lc rgb '#0072B2'
