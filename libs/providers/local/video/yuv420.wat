;; Turns rows of RGBA pixels into planar YUV 4:2:0 as BT.709 defines it for video (Y 16 to 235, U and V 16 to 240):
;;
;;   Y = 16 + 219 (0.2126 R + 0.7152 G + 0.0722 B) / 255
;;   U = 128 + 224 (B - Y') / 1.8556 / 255,  V = 128 + 224 (R - Y') / 1.5748 / 255,  Y' = 0.2126 R + 0.7152 G + 0.0722 B
;;
;; Each U and V stands for the mean of a square of four pixels. Factors are in units of 1/32768. Eight pixels of two rows are
;; converted at a time. A pixel is two 16-bit lanes: with the mask, red and blue; shifted by 8 bits, green and alpha.
(module
  ;; The caller makes it larger as it needs.
  (memory (export "memory") 1)

  ;; Mutable only so that they are read from memory: written as constants they are made anew each time, and it takes twice as long.
  (global $redAndBlue (mut v128) (v128.const i32x4 0x00ff00ff 0x00ff00ff 0x00ff00ff 0x00ff00ff))
  (global $yOfRedBlue (mut v128) (v128.const i16x8 5983 2032 5983 2032 5983 2032 5983 2032))
  (global $yOfGreen (mut v128) (v128.const i16x8 20127 0 20127 0 20127 0 20127 0))
  (global $yZero (mut v128) (v128.const i32x4 540672 540672 540672 540672))
  (global $uOfRedBlue (mut v128) (v128.const i16x8 -3298 14392 -3298 14392 -3298 14392 -3298 14392))
  (global $uOfGreen (mut v128) (v128.const i16x8 -11094 0 -11094 0 -11094 0 -11094 0))
  (global $vOfRedBlue (mut v128) (v128.const i16x8 14392 -1320 14392 -1320 14392 -1320 14392 -1320))
  (global $vOfGreen (mut v128) (v128.const i16x8 -13072 0 -13072 0 -13072 0 -13072 0))
  (global $uvZero (mut v128) (v128.const i32x4 16842752 16842752 16842752 16842752))

  ;; Luma of four pixels, a 32-bit lane each.
  (func $luma (param $pixels v128) (result v128)
    (i32x4.shr_u
      (i32x4.add
        (i32x4.add
          (i32x4.dot_i16x8_s
            (v128.and (local.get $pixels) (global.get $redAndBlue))
            (global.get $yOfRedBlue))
          (i32x4.dot_i16x8_s
            (i16x8.shr_u (local.get $pixels) (i32.const 8))
            (global.get $yOfGreen)))
        ;; 16, and a half to round by
        (global.get $yZero))
      (i32.const 15)))

  ;; Sums of red and blue of the two rows, 16-bit lanes.
  (func $redBlue (param $top v128) (param $low v128) (result v128)
    (i16x8.add
      (v128.and (local.get $top) (global.get $redAndBlue))
      (v128.and (local.get $low) (global.get $redAndBlue))))

  ;; Sums of green of the two rows; what stands in the lanes of alpha is multiplied by nothing.
  (func $green (param $top v128) (param $low v128) (result v128)
    (i16x8.add
      (i16x8.shr_u (local.get $top) (i32.const 8))
      (i16x8.shr_u (local.get $low) (i32.const 8))))

  ;; U or V of four squares: `first` and `second` hold a lane for each of their columns.
  (func $chroma (param $first v128) (param $second v128) (result v128)
    (i32x4.shr_s
      (i32x4.add
        (i32x4.add
          (i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27 (local.get $first) (local.get $second))
          (i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31 (local.get $first) (local.get $second)))
        ;; 128 times the four pixels, and a half to round by
        (global.get $uvZero))
      (i32.const 17)))

  ;; Of an even number of rows, `width` even and at least 8; the others say where the pixels are and the planes go.
  (func (export "convert")
    (param $rgba i32) (param $width i32) (param $rows i32) (param $y i32) (param $u i32) (param $v i32)
    (local $column i32) (local $at i32) (local $last i32)
    (local $top0 v128) (local $top1 v128) (local $low0 v128) (local $low1 v128)
    (local $redBlue0 v128) (local $redBlue1 v128) (local $green0 v128) (local $green1 v128) (local $uv v128)
    (local.set $last (i32.sub (local.get $width) (i32.const 8)))
    (loop $row
      (local.set $column (i32.const 0))
      (loop $eight
        (local.set $at (i32.add (local.get $rgba) (i32.shl (local.get $column) (i32.const 2))))
        (local.set $top0 (v128.load (local.get $at)))
        (local.set $top1 (v128.load offset=16 (local.get $at)))
        (local.set $at (i32.add (local.get $at) (i32.shl (local.get $width) (i32.const 2))))
        (local.set $low0 (v128.load (local.get $at)))
        (local.set $low1 (v128.load offset=16 (local.get $at)))

        (local.set $uv
          (i8x16.narrow_i16x8_u
            (i16x8.narrow_i32x4_u (call $luma (local.get $top0)) (call $luma (local.get $top1)))
            (i16x8.narrow_i32x4_u (call $luma (local.get $low0)) (call $luma (local.get $low1)))))
        (local.set $at (i32.add (local.get $y) (local.get $column)))
        (v128.store64_lane 0 (local.get $at) (local.get $uv))
        (v128.store64_lane 1 (i32.add (local.get $at) (local.get $width)) (local.get $uv))

        (local.set $redBlue0 (call $redBlue (local.get $top0) (local.get $low0)))
        (local.set $redBlue1 (call $redBlue (local.get $top1) (local.get $low1)))
        (local.set $green0 (call $green (local.get $top0) (local.get $low0)))
        (local.set $green1 (call $green (local.get $top1) (local.get $low1)))
        (local.set $uv
          (i8x16.narrow_i16x8_u
            (i16x8.narrow_i32x4_u
              (call $chroma
                (i32x4.add
                  (i32x4.dot_i16x8_s (local.get $redBlue0) (global.get $uOfRedBlue))
                  (i32x4.dot_i16x8_s (local.get $green0) (global.get $uOfGreen)))
                (i32x4.add
                  (i32x4.dot_i16x8_s (local.get $redBlue1) (global.get $uOfRedBlue))
                  (i32x4.dot_i16x8_s (local.get $green1) (global.get $uOfGreen))))
              (call $chroma
                (i32x4.add
                  (i32x4.dot_i16x8_s (local.get $redBlue0) (global.get $vOfRedBlue))
                  (i32x4.dot_i16x8_s (local.get $green0) (global.get $vOfGreen)))
                (i32x4.add
                  (i32x4.dot_i16x8_s (local.get $redBlue1) (global.get $vOfRedBlue))
                  (i32x4.dot_i16x8_s (local.get $green1) (global.get $vOfGreen)))))
            (local.get $uv)))
        (local.set $at (i32.shr_u (local.get $column) (i32.const 1)))
        (v128.store32_lane 0 (i32.add (local.get $u) (local.get $at)) (local.get $uv))
        (v128.store32_lane 1 (i32.add (local.get $v) (local.get $at)) (local.get $uv))

        (local.set $column (i32.add (local.get $column) (i32.const 8)))
        (if (i32.lt_u (local.get $column) (local.get $width))
          (then
            ;; Where eight are not left, some are converted twice.
            (if (i32.gt_u (local.get $column) (local.get $last)) (then (local.set $column (local.get $last))))
            (br $eight))))
      (local.set $rgba (i32.add (local.get $rgba) (i32.shl (local.get $width) (i32.const 3))))
      (local.set $y (i32.add (local.get $y) (i32.shl (local.get $width) (i32.const 1))))
      (local.set $u (i32.add (local.get $u) (i32.shr_u (local.get $width) (i32.const 1))))
      (local.set $v (i32.add (local.get $v) (i32.shr_u (local.get $width) (i32.const 1))))
      (local.set $rows (i32.sub (local.get $rows) (i32.const 2)))
      (br_if $row (local.get $rows)))))
