#!/usr/bin/env bash
# cgroup2-check.sh [COMMAND...]: boots Debian's kernel in QEMU with control groups of version 2 alone and this machine's files
# (read-only, changes are kept in memory and lost), and runs `runner doctor` there, or COMMAND from the root of this repository.
# Exit code: the command's, or 75 where the kernel cannot be fetched. Needs root, qemu-system-x86, busybox-static, `npm run build -- --no-web`.
set -euo pipefail
repository=$(realpath "$(dirname "$0")/../..")
work=/var/tmp/unblind-cgroup2-check
mkdir -p "$work"

# The kernel is unpacked, not installed.
if [ ! -d "$work/kernel" ]; then
  package=$(apt-cache depends linux-image-amd64 | sed -n 's/.*Depends: \(linux-image-[^ ]*\).*/\1/p' | head -1)
  (cd "$work" && apt-get -qq -o APT::Sandbox::User=root download "$package") || exit 75
  (cd "$work" && dpkg -x "$package"_*.deb kernel.part && rm "$package"_*.deb)
  mv "$work/kernel.part" "$work/kernel"
fi
modules=$(echo "$work"/kernel/lib/modules/*/kernel)

# Each after those that it depends on.
root=$work/initramfs
rm -rf "$root"
mkdir -p "$root"/{bin,proc,host,changes,new}
cp "$(command -v busybox)" "$root/bin/busybox"
for module in drivers/virtio/virtio{_ring,,_pci_legacy_dev,_pci_modern_dev,_pci} fs/netfs/netfs fs/fscache/fscache \
  net/9p/9pnet{,_virtio} fs/9p/9p fs/overlayfs/overlay; do
  cp "$modules/$module.ko" "$root/"
  echo "insmod /$(basename "$module").ko"
done > "$root/load"
cat > "$root/init" <<'INIT'
#!/bin/busybox sh
/bin/busybox --install -s /bin
. /load
mount -t 9p -o ro,trans=virtio,version=9p2000.L,cache=loose,msize=512000 host /host
mount -t tmpfs changes /changes
mkdir /changes/upper /changes/work
mount -t overlay -o lowerdir=/host,upperdir=/changes/upper,workdir=/changes/work files /new
mount -t proc proc /new/proc
mount -t sysfs sysfs /new/sys
mount -t devtmpfs dev /new/dev
mount -t tmpfs -o mode=755 run /new/run
mount -t cgroup2 cgroup2 /new/sys/fs/cgroup
cp /command /new/run/command
exec switch_root /new /bin/bash /run/command
INIT
[ $# -gt 0 ] || set -- node packages/cli/dist/main.js runner doctor
cat > "$root/command" <<COMMAND
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
ip link set lo up
stty -F /dev/console -onlcr
cd ${repository@Q}
${@@Q}
echo \$? > /dev/ttyS1
exec busybox poweroff -f
COMMAND
chmod +x "$root/init"
(cd "$root" && find . | busybox cpio -o -H newc 2> /dev/null | gzip -1) > "$work/initramfs.gz"

# Without KVM: nested it hangs on some hosts, and without it everything takes about ten times as long.
qemu-system-x86_64 -accel tcg -machine q35 -cpu max -smp 2 -m 3G -nodefaults -display none -no-reboot \
  -kernel "$work"/kernel/boot/vmlinuz-* -initrd "$work/initramfs.gz" -append 'console=ttyS0 loglevel=0 panic=-1' \
  -virtfs local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap \
  -serial stdio -serial "file:$work/exit-code" < /dev/null
exit "$(tr -cd 0-9 < "$work/exit-code")"
