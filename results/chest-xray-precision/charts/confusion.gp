# Confusion matrices. Draws confusion.png from confusion.csv: gnuplot confusion.gp
# As SVG or PDF: gnuplot -e "format='svg'" confusion.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,526 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,526 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,5.479in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'confusion.'.format
set encoding utf8
set datafile separator comma
set datafile commentschars ''
set lmargin at screen 0.20067
set rmargin at screen 0.97500
set tmargin at screen 0.76426
set bmargin at screen 0.16730
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Confusion matrices' at screen 0.02000, screen 0.93536 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Percentage and number of the images of each actual class; 624 test images.' at screen 0.02000, screen 0.86692 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Numbers are sums over the seeds.' at screen 0.02000, screen 0.81749 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set lmargin at screen 0
set rmargin at screen 1
set tmargin at screen 1
set bmargin at screen 0
set xrange [0:1200]
set yrange [0:526]
unset border
unset tics
unset grid
unset colorbox
set palette defined (0 '#f4f8fc', 1 '#a6cbe6', 2 '#3f86bd', 3 '#08457e')
set cbrange [0:1]
set label 'alexnet / fp32' at screen 0.20150, screen 0.74525 left font 'DejaVu Sans,13' textcolor rgb '#222222'
set label 'actual NORMAL' at screen 0.19067, screen 0.66730 right font 'DejaVu Sans,15' textcolor rgb '#222222'
set label 'actual PNEUMONIA' at screen 0.19067, screen 0.56464 right font 'DejaVu Sans,15' textcolor rgb '#222222'
set label 'alexnet / bf16' at screen 0.40050, screen 0.74525 left font 'DejaVu Sans,13' textcolor rgb '#222222'
set label 'resnet50 / fp32' at screen 0.59950, screen 0.74525 left font 'DejaVu Sans,13' textcolor rgb '#222222'
set label 'resnet50 / bf16' at screen 0.79850, screen 0.74525 left font 'DejaVu Sans,13' textcolor rgb '#222222'
set label 'densenet201 / fp32' at screen 0.20150, screen 0.45247 left font 'DejaVu Sans,13' textcolor rgb '#222222'
set label 'actual NORMAL' at screen 0.19067, screen 0.37452 right font 'DejaVu Sans,15' textcolor rgb '#222222'
set label 'actual PNEUMONIA' at screen 0.19067, screen 0.27186 right font 'DejaVu Sans,15' textcolor rgb '#222222'
set label 'NORMAL' at screen 0.24500, screen 0.18251 center font 'DejaVu Sans,13' textcolor rgb '#222222'
set label 'PNEUMONIA' at screen 0.33367, screen 0.18251 center font 'DejaVu Sans,13' textcolor rgb '#222222'
set label 'densenet201 / bf16' at screen 0.40050, screen 0.45247 left font 'DejaVu Sans,13' textcolor rgb '#222222'
set label 'NORMAL' at screen 0.44400, screen 0.18251 center font 'DejaVu Sans,13' textcolor rgb '#222222'
set label 'PNEUMONIA' at screen 0.53267, screen 0.18251 center font 'DejaVu Sans,13' textcolor rgb '#222222'
set label 'vgg16 / fp32' at screen 0.59950, screen 0.45247 left font 'DejaVu Sans,13' textcolor rgb '#222222'
set label 'NORMAL' at screen 0.64300, screen 0.18251 center font 'DejaVu Sans,13' textcolor rgb '#222222'
set label 'PNEUMONIA' at screen 0.73167, screen 0.18251 center font 'DejaVu Sans,13' textcolor rgb '#222222'
set label 'vgg16 / bf16' at screen 0.79850, screen 0.45247 left font 'DejaVu Sans,13' textcolor rgb '#222222'
set label 'NORMAL' at screen 0.84200, screen 0.18251 center font 'DejaVu Sans,13' textcolor rgb '#222222'
set label 'PNEUMONIA' at screen 0.93067, screen 0.18251 center font 'DejaVu Sans,13' textcolor rgb '#222222'
set label 'predicted class' at screen 0.58783, screen 0.05323 center font 'DejaVu Sans,16' textcolor rgb '#222222'
x(b, c) = 240.8 + (int(b - 1) % 4) * 238.8 + (c - 0.5) * 106.4
y(b, r) = 378.0 - (int(b - 1) / 4) * 154.0 - (r - 0.5) * 54.0
set label '68%' at first x(1, 1), first y(1, 1) + 8.6 center front font ',15' textcolor rgb '#ffffff'
set label '477' at first x(1, 1), first y(1, 1) - 11.3 center front font ',12' textcolor rgb '#ffffff'
set label '32%' at first x(1, 2), first y(1, 1) + 8.6 center front font ',15' textcolor rgb '#222222'
set label '225' at first x(1, 2), first y(1, 1) - 11.3 center front font ',12' textcolor rgb '#222222'
set label '4%' at first x(1, 1), first y(1, 2) + 8.6 center front font ',15' textcolor rgb '#222222'
set label '49' at first x(1, 1), first y(1, 2) - 11.3 center front font ',12' textcolor rgb '#222222'
set label '96%' at first x(1, 2), first y(1, 2) + 8.6 center front font ',15' textcolor rgb '#ffffff'
set label '1,121' at first x(1, 2), first y(1, 2) - 11.3 center front font ',12' textcolor rgb '#ffffff'
set label '68%' at first x(2, 1), first y(2, 1) + 8.6 center front font ',15' textcolor rgb '#ffffff'
set label '478' at first x(2, 1), first y(2, 1) - 11.3 center front font ',12' textcolor rgb '#ffffff'
set label '32%' at first x(2, 2), first y(2, 1) + 8.6 center front font ',15' textcolor rgb '#222222'
set label '224' at first x(2, 2), first y(2, 1) - 11.3 center front font ',12' textcolor rgb '#222222'
set label '4%' at first x(2, 1), first y(2, 2) + 8.6 center front font ',15' textcolor rgb '#222222'
set label '49' at first x(2, 1), first y(2, 2) - 11.3 center front font ',12' textcolor rgb '#222222'
set label '96%' at first x(2, 2), first y(2, 2) + 8.6 center front font ',15' textcolor rgb '#ffffff'
set label '1,121' at first x(2, 2), first y(2, 2) - 11.3 center front font ',12' textcolor rgb '#ffffff'
set label '22%' at first x(3, 1), first y(3, 1) + 8.6 center front font ',15' textcolor rgb '#222222'
set label '151' at first x(3, 1), first y(3, 1) - 11.3 center front font ',12' textcolor rgb '#222222'
set label '78%' at first x(3, 2), first y(3, 1) + 8.6 center front font ',15' textcolor rgb '#ffffff'
set label '551' at first x(3, 2), first y(3, 1) - 11.3 center front font ',12' textcolor rgb '#ffffff'
set label '2%' at first x(3, 1), first y(3, 2) + 8.6 center front font ',15' textcolor rgb '#222222'
set label '23' at first x(3, 1), first y(3, 2) - 11.3 center front font ',12' textcolor rgb '#222222'
set label '98%' at first x(3, 2), first y(3, 2) + 8.6 center front font ',15' textcolor rgb '#ffffff'
set label '1,147' at first x(3, 2), first y(3, 2) - 11.3 center front font ',12' textcolor rgb '#ffffff'
set label '24%' at first x(4, 1), first y(4, 1) + 8.6 center front font ',15' textcolor rgb '#222222'
set label '167' at first x(4, 1), first y(4, 1) - 11.3 center front font ',12' textcolor rgb '#222222'
set label '76%' at first x(4, 2), first y(4, 1) + 8.6 center front font ',15' textcolor rgb '#ffffff'
set label '535' at first x(4, 2), first y(4, 1) - 11.3 center front font ',12' textcolor rgb '#ffffff'
set label '2%' at first x(4, 1), first y(4, 2) + 8.6 center front font ',15' textcolor rgb '#222222'
set label '29' at first x(4, 1), first y(4, 2) - 11.3 center front font ',12' textcolor rgb '#222222'
set label '98%' at first x(4, 2), first y(4, 2) + 8.6 center front font ',15' textcolor rgb '#ffffff'
set label '1,141' at first x(4, 2), first y(4, 2) - 11.3 center front font ',12' textcolor rgb '#ffffff'
set label '47%' at first x(5, 1), first y(5, 1) + 8.6 center front font ',15' textcolor rgb '#222222'
set label '331' at first x(5, 1), first y(5, 1) - 11.3 center front font ',12' textcolor rgb '#222222'
set label '53%' at first x(5, 2), first y(5, 1) + 8.6 center front font ',15' textcolor rgb '#ffffff'
set label '371' at first x(5, 2), first y(5, 1) - 11.3 center front font ',12' textcolor rgb '#ffffff'
set label '1%' at first x(5, 1), first y(5, 2) + 8.6 center front font ',15' textcolor rgb '#222222'
set label '10' at first x(5, 1), first y(5, 2) - 11.3 center front font ',12' textcolor rgb '#222222'
set label '99%' at first x(5, 2), first y(5, 2) + 8.6 center front font ',15' textcolor rgb '#ffffff'
set label '1,160' at first x(5, 2), first y(5, 2) - 11.3 center front font ',12' textcolor rgb '#ffffff'
set label '48%' at first x(6, 1), first y(6, 1) + 8.6 center front font ',15' textcolor rgb '#222222'
set label '339' at first x(6, 1), first y(6, 1) - 11.3 center front font ',12' textcolor rgb '#222222'
set label '52%' at first x(6, 2), first y(6, 1) + 8.6 center front font ',15' textcolor rgb '#222222'
set label '363' at first x(6, 2), first y(6, 1) - 11.3 center front font ',12' textcolor rgb '#222222'
set label '1%' at first x(6, 1), first y(6, 2) + 8.6 center front font ',15' textcolor rgb '#222222'
set label '9' at first x(6, 1), first y(6, 2) - 11.3 center front font ',12' textcolor rgb '#222222'
set label '99%' at first x(6, 2), first y(6, 2) + 8.6 center front font ',15' textcolor rgb '#ffffff'
set label '1,161' at first x(6, 2), first y(6, 2) - 11.3 center front font ',12' textcolor rgb '#ffffff'
set label '65%' at first x(7, 1), first y(7, 1) + 8.6 center front font ',15' textcolor rgb '#ffffff'
set label '455' at first x(7, 1), first y(7, 1) - 11.3 center front font ',12' textcolor rgb '#ffffff'
set label '35%' at first x(7, 2), first y(7, 1) + 8.6 center front font ',15' textcolor rgb '#222222'
set label '247' at first x(7, 2), first y(7, 1) - 11.3 center front font ',12' textcolor rgb '#222222'
set label '3%' at first x(7, 1), first y(7, 2) + 8.6 center front font ',15' textcolor rgb '#222222'
set label '38' at first x(7, 1), first y(7, 2) - 11.3 center front font ',12' textcolor rgb '#222222'
set label '97%' at first x(7, 2), first y(7, 2) + 8.6 center front font ',15' textcolor rgb '#ffffff'
set label '1,132' at first x(7, 2), first y(7, 2) - 11.3 center front font ',12' textcolor rgb '#ffffff'
set label '66%' at first x(8, 1), first y(8, 1) + 8.6 center front font ',15' textcolor rgb '#ffffff'
set label '460' at first x(8, 1), first y(8, 1) - 11.3 center front font ',12' textcolor rgb '#ffffff'
set label '34%' at first x(8, 2), first y(8, 1) + 8.6 center front font ',15' textcolor rgb '#222222'
set label '242' at first x(8, 2), first y(8, 1) - 11.3 center front font ',12' textcolor rgb '#222222'
set label '3%' at first x(8, 1), first y(8, 2) + 8.6 center front font ',15' textcolor rgb '#222222'
set label '39' at first x(8, 1), first y(8, 2) - 11.3 center front font ',12' textcolor rgb '#222222'
set label '97%' at first x(8, 2), first y(8, 2) + 8.6 center front font ',15' textcolor rgb '#ffffff'
set label '1,131' at first x(8, 2), first y(8, 2) - 11.3 center front font ',12' textcolor rgb '#ffffff'
plot 'confusion.csv' skip 1 using (x($1, $3)):(y($1, $2)):(x($1, $3) - 51.7):(x($1, $3) + 51.7):(y($1, $2) - 25.5):(y($1, $2) + 25.5):4 with boxxyerror fillstyle solid noborder linecolor palette
