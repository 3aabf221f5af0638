# The words of errors, in English. One message per entry of the catalogue: its value is the title, `.meaning` what it
# says, `.cause` the usual cause in backups, `.remedy` the steps, least harmful first, one a line; `.note` (where
# there is one) what is often believed and wrong. Titles and steps end without a full stop.

## Steps that many share

step-again = Run the job again: in XO, Backup › Overview, its schedule's start button; Backup › Logs shows how it ends
step-next-run = Wait for the next run, which usually succeeds; Backup › Logs shows how it ended
step-free = Delete snapshots and orphaned disks on this SR that are no longer needed (in XO, the SR's Disks tab; Dashboard › Health, "Orphan VDIs"), and wait until they are merged: only then does the SR's free space grow
step-grow = Move a disk to another SR (in XO, the VM's Disks tab, "Migrate VDI", or `xe vdi-pool-migrate uuid={ $vdi } sr-uuid=…`), or enlarge the SR
step-exclude = Exclude the disk from backups: put `[NOBAK]` in its name (in XO, the VM's Disks tab, or `xe vdi-param-set uuid={ $vdi } name-label="[NOBAK] …"`)
step-rescan = Rescan the SR: in XO, the SR, "Rescan all disks", or `xe sr-scan uuid={ $sr }` on the pool master; that starts the garbage collector, and the SR's Advanced tab then lists fewer disks to coalesce
step-smlog = Read the storage log on the pool master around that time: `grep -iE 'exception|error|fail' /var/log/SMlog*`; it names the image and the error, and `xo-health explain` understands its lines
step-replug = Reconnect the SR while no backup is running: in XO, the SR's Hosts tab, disconnect and connect, or `xe pbd-list sr-uuid={ $sr }`, then `xe pbd-unplug uuid=…` and `xe pbd-plug uuid=…`; `currently-attached` is then true
step-way = Check the path to the storage: `ping` and `multipath -ll` on the host, `dmesg -T | tail`, then the storage itself
step-keep = Keep all backups of these VMs: in XO, Backup › Overview, disable the schedules whose retention would delete old ones, until this is repaired
step-apart = Separate the times of jobs that work on the same VM: in XO, Backup › Overview, edit the job, its schedules; Backup › Logs then shows no two of them at the same time
step-space = Check the free space of the SR: in XO, the SR's General tab, or `xe sr-list uuid={ $sr } params=name-label,physical-size,physical-utilisation`
step-restart-vm = Shut the VM down and start it again (in XO, the VM, "Shutdown", "Start", or `xe vm-shutdown uuid={ $vm }`, `xe vm-start uuid={ $vm }`): that reconnects its disks and clears the mark; the next run of the job then succeeds
step-restore = Restore the disk from the newest backup: in XO, Backup › Restore, the VM; start the restored VM and check it before you delete the broken one
step-restore-test = Run a restore test to see which restore points are usable: in XO, Backup › Restore, the VM, "Restore health check"; it must succeed
step-full = Run the job once with a full backup, which builds on nothing: in XO, Backup › Overview, edit the job, its schedule, "Force full backup", start it, then switch that option off again; Backup › Logs shows the run as a success
step-cbt-off = Switch changed block tracking off for this disk: in XO, the VM's Disks tab, "CBT", or `xe vdi-disable-cbt uuid={ $vdi }`; its next backup is a full one, and `xe vdi-param-get uuid={ $vdi } param-name=cbt-enabled` says false
step-cbt-anew = If it happens each time, switch changed block tracking off and on again for this disk: `xe vdi-disable-cbt uuid={ $vdi }`, then `xe vdi-enable-cbt uuid={ $vdi }` (in XO, the VM's Disks tab, "CBT"); one more full backup, then deltas
step-one-full = Allow for the time and space of one full backup: in XO, Backup › Logs, the next run shows its size; the one after is a delta again
step-no-memory = Back the VM up without its memory: in XO, Backup › Overview, edit the job, Advanced settings, Snapshot mode "Normal" (and remove the tag `xo-memory-backup` from the VM)
step-tools = Install or update the guest tools in the VM; in XO, the VM's General tab shows their version, or `xe vm-param-get uuid={ $vm } param-name=PV-drivers-version`
step-concurrency = Run fewer VMs at once: in XO, Backup › Overview, edit the job, Advanced settings, Concurrency; the run takes longer, and `xe task-list` shows fewer exports
step-snapshots = Delete snapshots that are no longer needed: in XO, the VM's Snapshots tab, or the SR's Disks tab (`xe snapshot-list snapshot-of={ $vm } params=uuid,name-label,snapshot-time`, `xe snapshot-uninstall uuid=…`); each is gone for good, and its space is back only after the merge, when the SR's Advanced tab lists no disk to coalesce
step-merges = Wait until the storage has merged what is pending: in XO, the SR's Advanced tab lists the disks to coalesce until none is left, and `xo-health sr` says how long it takes
step-job-vms = If the VM is gone for good, remove it from the job: in XO, Backup › Overview, edit the job, VMs; the next run no longer names it
step-once = Do nothing if it happened once: in XO, Backup › Logs shows how the next run ends
step-retention = Keep fewer snapshots: in XO, Backup › Overview, edit the job, its schedules, "Snapshot retention"; the next runs delete the excess, and older points in time are then gone
step-support = Contact your storage vendor's support or XCP-ng support with those lines before you delete anything; attach the archive that `xen-bugtool --yestoall` creates on the pool master
step-check-image = Check the image on the host (read-only): `vhd-util check -n FILE` for VHD, `qemu-img check -U FILE` for QCOW2; restore it from backup if it is broken
step-detach = Disconnect the disk from the control domain: in XO, Dashboard › Health, "VDIs attached to Control Domain", or `xe vbd-list vdi-uuid={ $vdi } params=uuid,vm-name-label,currently-attached` and `xe vbd-unplug uuid=…`; the list is then empty
step-toolstack = If nothing else helps, run `xe-toolstack-restart` on the host; running VMs keep running, but backups and tasks on it are interrupted
step-update-xo = If it happens again, update XO (on XOA: XOA › Updates)
step-xo-log = Read the log of xo-server around that time: `journalctl -u xo-server --since today` on the XO machine
step-test-repository = Test the repository: in XO, Settings › Remotes, "Test"; it must report that reading and writing work
step-nbd-purpose = Give a network the purpose NBD: in XO, the pool's Network tab, "NBD connection", or `xe network-param-add uuid=… param-name=purpose param-key=nbd`; the log of the next run then says "Transfer data using NBD"
step-nbd-port = Open TCP port 10809 from XO to every host of the pool: `nc -zv HOST 10809` on the XO machine must succeed, above all for the host that has the disk

## Numbered failures of the storage manager

invalid-argument = Wrong argument or SR configuration
    .meaning = The storage driver refused an argument.
    .cause = The device configuration of a PBD is wrong; errors without a number of their own also appear as this one.
    .remedy =
        { step-smlog }
        Compare the connection (PBD) with that of a host where it works: `xe pbd-list sr-uuid={ $sr } params=uuid,host-uuid,device-config`; recreate a wrong one (`xe pbd-unplug`, `xe pbd-destroy`, `xe pbd-create`, `xe pbd-plug`); `currently-attached` is then true
sr-in-use = SR in use
    .meaning = The storage driver cannot detach or create an SR whose device is busy.
    .cause = A disk on it is in use, or another SR holds the device.
    .remedy =
        See what is running on this SR and wait until the list is empty: in XO, the Tasks menu, or `xe task-list`
        Shut down what uses it: `xe vbd-list currently-attached=true params=vm-name-label,vdi-uuid` names the VMs (in XO, the SR's Disks tab); then try again
invalid-device = Storage device gone
    .meaning = The path of the storage device no longer exists.
    .cause = A LUN is no longer presented, or a USB disk was unplugged.
    .remedy =
        { step-way }
        { step-replug }
vdi-in-use = Disk in use
    .meaning = An operation on a disk was refused because the disk is plugged in.
    .cause = A snapshot is still plugged into a control domain after an export, or two operations collided.
    .remedy =
        { step-again }
        { step-apart }
        { step-detach }
lock = Storage lock not obtained
    .meaning = The storage driver could not take its lock on the SR or disk.
    .cause = Another operation of the storage driver holds it, or a stuck one left it behind.
    .remedy =
        { step-again }
        { step-smlog }
        { step-toolstack }
not-supported = The SR does not support this
    .meaning = The storage driver does not support the requested operation: usually, it cannot snapshot this disk.
    .cause = A raw disk, a USB or udev SR, the tools SR, an old LVM SR, or a passed-through device.
    .remedy =
        { step-exclude }
        Keep the disk in the backup but out of its snapshot (`[NOSNAP]` in its name: in XO, the VM's Disks tab), or use an offline backup: edit the job, Advanced settings, "Offline backup" (the VM is down while it runs)
        Move the disk to an SR that can snapshot: in XO, the VM's Disks tab, "Migrate VDI", or `xe vdi-pool-migrate uuid={ $vdi } sr-uuid=…`; a snapshot by hand (the VM, "Snapshot") then works
sr-not-empty = SR not empty
    .meaning = Someone tried to destroy an SR that still holds disks.
    .cause = Someone tried to destroy the SR; no backup does that.
    .remedy =
        Move or delete its disks first (in XO, the SR's Disks tab), or forget the SR instead of destroying it: the SR's Advanced tab, "Forget", or `xe sr-forget uuid={ $sr }`; its data stays on the storage
scan-failed = SR cannot be scanned
    .meaning = The scan of the SR stopped. Until it works the garbage collector does not merge anything there either.
    .cause = An image is damaged or unreadable (its id is in the text), or its parent is missing.
    .remedy =
        { step-keep }
        { step-smlog }
        { step-check-image }
        { step-support }
sr-exists = SR already exists
    .meaning = Someone tried to create an SR where one already exists.
    .cause = The device or share already holds an SR.
    .remedy =
        Connect the existing SR instead of creating one: in XO, New › Storage lists what it finds at this address and offers to reattach it, or `xe sr-introduce uuid={ $sr }`; its data stays
vdi-exists = Disk already exists
    .meaning = A disk with this id already exists on the SR.
    .cause = An interrupted operation left it behind, and XAPI does not know it.
    .remedy =
        { step-rescan }
        { step-again }
no-space = No room on the SR
    .meaning = The SR has less free space than the operation needs. A snapshot, and with it the backup, was refused; the VM itself keeps running.
    .cause = The SR is full of disks, snapshots and chains that are not merged yet. On a thick LVM SR a snapshot needs as much as was written to the disk since the last one, and 16 MiB more; a replication target needs room for what it receives.
    .remedy =
        { step-snapshots }
        { step-free }
        { step-exclude }
        { step-grow }
    .note = No fixed amount of free space is always enough, because what a snapshot needs depends on what the VM has written; bounds can be calculated (`xo-health check`). This error comes from LVM SRs and LINSTOR only; a full file SR (ext, NFS) shows `SR_BACKEND_FAILURE_81` with "error 28" instead.
vdi-unavailable = Disk not available
    .meaning = The storage driver cannot use the disk now.
    .cause = It was not detached cleanly (a host crashed or was restarted), an operation on it was interrupted, or two collided.
    .remedy =
        { step-again }
        { step-rescan }
        { step-detach }
        If no host uses the disk (`xe vbd-list vdi-uuid={ $vdi } currently-attached=true` lists none): `/opt/xensource/sm/resetvdis.py single { $vdi }` on the pool master removes the stale attachment; the next run then works. Never do this while a VM uses the disk
sr-unavailable = SR not available
    .meaning = The SR is not mounted on the host, or its volume group or controller cannot be reached.
    .cause = The SR is disconnected, in maintenance, or the storage is down.
    .remedy =
        { step-way }
        { step-replug }
driver-missing = Storage driver missing
    .meaning = The host has no driver for this kind of SR.
    .cause = A package is not installed on this host, for instance after a reinstallation.
    .remedy =
        Install the driver on every host of the pool (`rpm -qa | grep sm`, compared with a host where it works), then `xe-toolstack-restart`; `xe sm-list params=type` lists it
lv-create = Logical volume not created
    .meaning = LVM could not create a volume, or an unfinished operation on this disk is already recorded.
    .cause = An interrupted operation left its journal behind, or the volume group is full or damaged.
    .remedy =
        { step-rescan }; the scan also finishes interrupted operations
        { step-smlog }
        Check the volume group on the pool master: `vgs` (free space) and `pvs` (missing devices)
lv-busy = Logical volume not released
    .meaning = LVM could not remove or deactivate a volume.
    .cause = A process still holds the device open.
    .remedy =
        { step-again }
        { step-smlog }
        Find the process that holds the device, on the host named in the log: `lsof /dev/VG_XenStorage-{ $sr }/VHD-{ $vdi }`, `dmsetup info -c | grep { $vdi }` (an open count above 0)
lv-mount = Volume cannot be mounted
    .meaning = A logical volume, or the file system on it, could not be activated.
    .cause = The file system is damaged, or the device is missing.
    .remedy =
        { step-smlog }
        { step-way }
        Check the file system (`fsck`) while the SR is disconnected
lv-io = Volume cannot be read or written
    .meaning = Reading from or writing to a logical volume failed.
    .cause = The storage or the path to it fails.
    .remedy =
        { step-keep }
        { step-way }
        { step-smlog }
not-master = Not on the pool master
    .meaning = The operation has to run on the master of the pool, or of the LINSTOR cluster, but ran elsewhere.
    .cause = The master is changing.
    .remedy =
        { step-again }
lv-resize = Volume cannot be resized
    .meaning = LVM could not resize a volume to the requested size.
    .cause = There is too little free space.
    .remedy =
        { step-free }
        { step-grow }
file-sr = File SR not created or deleted
    .meaning = The folder of a file SR could not be created or deleted.
    .cause = Rights on the share are missing, or it is not mounted.
    .remedy =
        Try the share by hand on the host: `findmnt | grep sr-mount`, `touch /run/sr-mount/{ $sr }/x && rm /run/sr-mount/{ $sr }/x`; then correct the rights or the export on the storage (`no_root_squash` for NFS)
vdi-remove = Image file not removed
    .meaning = The file of a disk could not be removed.
    .cause = A lock on the NFS server, or a process that holds the file.
    .remedy =
        { step-rescan }
        See what holds the file: `lsof /run/sr-mount/{ $sr }/{ $vdi }.vhd` on each host, and the list of locks on the NFS server
vdi-load = Image cannot be read
    .meaning = The metadata of an image, or the list of volumes, cannot be read.
    .cause = The path to the storage fails, or the image is damaged.
    .remedy =
        { step-keep }
        { step-way }
        { step-smlog }
        { step-check-image }
vdi-type = Wrong kind of disk
    .meaning = The disk is of a kind that this operation does not work on.
    .cause = Changed block tracking, or the purge of snapshot data, was requested on a raw disk or on something that is not a snapshot.
    .remedy =
        { step-cbt-off }
        { step-update-xo }
iscsi = iSCSI target not usable
    .meaning = The target was not found, refused the login, or its device did not appear.
    .cause = The target or the network is down, or the name, password or access list is wrong.
    .remedy =
        { step-way }
        Check the CHAP user and password (`xe pbd-list sr-uuid={ $sr } params=device-config`) and the initiator's name (`xe host-list params=name-label,iscsi-iqn`) against the access list of the target
        { step-replug }
nfs = NFS share not usable
    .meaning = The NFS share could not be mounted, unmounted or used.
    .cause = The server does not answer, speaks another version, or the mount is stale.
    .remedy =
        { step-way }
        Check exports and version on the host: `showmount -e SERVER` must list this host, `rpcinfo -p SERVER` the SR's NFS version
        { step-replug }
vg-create = Volume group not created
    .meaning = LVM could not create the volume group of a new SR.
    .cause = The device is in use or carries old signatures; no backup does this.
    .remedy =
        { step-smlog }
        Check that the device is the right one and empty: `lsblk`, `wipefs -n /dev/disk/by-id/…` (read-only)
create-no-space = No room to create a disk
    .meaning = The SR was full while a disk was created.
    .cause = The file system behind a file SR is full, often the target of a replication or of a restore.
    .remedy =
        { step-free }
        { step-grow }
vdi-create = Disk not created
    .meaning = The storage driver could not create a disk.
    .cause = The text names it; a full file system shows "error 28".
    .remedy =
        { step-again }
        { step-space }
        { step-smlog }
vdi-size = Size not possible
    .meaning = The disk is larger than its format allows (2040 GiB for VHD), the request would shrink it, or its image is damaged.
    .cause = A large VHD disk, or a target with another limit.
    .remedy =
        Do not shrink the disk; `xe vdi-param-get uuid={ $vdi } param-name=virtual-size` shows its size in bytes
        Use QCOW2 for disks beyond 2040 GiB, where the hosts have it (XCP-ng 8.3): in XO, New › Disk, on an SR whose Advanced tab lists qcow2
        Or split the data across several disks: in XO, the VM's Disks tab, "New disk", and join them inside the VM (LVM, storage spaces)
vdi-delete = Disk not deleted
    .meaning = The storage driver could not delete or hide a disk or snapshot.
    .cause = It still has children because the merge is not done yet, or a file is locked.
    .remedy =
        { step-merges }
        { step-rescan }
        { step-smlog }
clone-no-space = No room for the snapshot on a file SR
    .meaning = The file system behind the SR was full while a snapshot was taken (error 28: no space left). The backup was refused; running VMs may get I/O errors next.
    .cause = A file SR (ext, NFS, ZFS, XOSTOR) is full: it reports this where LVM reports `SR_BACKEND_FAILURE_44`.
    .remedy =
        Act at once: running VMs write to the same file system; pause those that can wait: in XO, the VM, "Pause", or `xe vm-pause uuid=…` (`xe vm-unpause` resumes them)
        { step-free }
        { step-grow }
vdi-clone = Snapshot or clone failed
    .meaning = The storage driver could not take the snapshot.
    .cause = The number after "error" is the reason: 2 a file vanished, 5 an I/O error, 28 no space left. On LVM: a snapshot that was rolled back, or a hidden disk.
    .remedy =
        { step-again }
        { step-rescan }
        { step-smlog }
        { step-way }
vdi-snapshot = Snapshot failed
    .meaning = The storage driver could not take the snapshot.
    .cause = The disk could not be paused, a stale "paused" mark is left on it, or it is hidden.
    .remedy =
        { step-again }
        { step-restart-vm }
        { step-smlog }
        { step-support }
volume-missing = Volume missing
    .meaning = A volume that the SR knows of is not on the storage.
    .cause = It was deleted outside of XAPI, or the storage lost it.
    .remedy =
        { step-keep }
        { step-way }
        { step-rescan }
        { step-restore }
pvs-failed = Physical volumes cannot be listed
    .meaning = LVM could not list its physical volumes.
    .cause = Some paths of a multipathed storage are missing.
    .remedy =
        { step-way }
        Check the paths on the host: `multipath -ll` (all active), `pvs`; then `systemctl status multipathd`
refcount = Use count cannot be read
    .meaning = A host cannot read how often an image is in use.
    .cause = The host's own file system is full or damaged.
    .remedy =
        Free space on the root file system of the host: `df -h /`, `du -xh /var/log | sort -h | tail`; old logs can be deleted
        Move its VMs to other hosts and restart it: in XO, the host, "Enable maintenance mode", "Reboot"; `xe host-list params=name-label,enabled` says true when it is back
chain-too-long = Snapshot chain too long
    .meaning = The chain of images behind one disk of the VM has 30 nodes, so the storage refuses another snapshot. No backup of this VM is possible until the chain is shorter. The VM itself keeps running.
    .cause = Too many snapshots are kept, or snapshots were deleted and their data is not merged yet. Hidden images that no list shows count too.
    .remedy =
        { step-snapshots }
        { step-merges }
        { step-retention }
        Check that merges have room and are switched on: `xo-health sr`, `xe sr-param-get uuid={ $sr } param-name=other-config` (no `gc=false`, no `coalesce=false`)
        Or copy or migrate the disk to another SR (in XO, the VM's Disks tab, "Migrate VDI", or `xe vdi-pool-migrate uuid={ $vdi } sr-uuid=…`): the copy starts with a chain of one node, and the next backup is a full one
    .note = It is often said that a VM may have 30 snapshots. The storage counts the nodes of the chain of each disk, the disk itself included: 29 snapshots at most on a fresh disk, fewer where there are a template or hidden images below it, and deleting snapshots helps only after the merge. Restarting the job by force bypasses XO's check, not this limit.
vdi-resize = Disk not resized
    .meaning = The storage driver could not resize a disk.
    .cause = Too little space, often on the target of a replication whose source has grown.
    .remedy =
        { step-free }
        { step-grow }
smb = SMB share not usable
    .meaning = The SMB share could not be mounted, unmounted or used.
    .cause = The server does not answer, or the user, password or rights are wrong.
    .remedy =
        { step-way }
        Try the user, password and rights on the host: `smbclient //SERVER/SHARE -U DOMAIN/USER -c ls`; correct them on the server, or reconnect the SR with the right ones
        { step-replug }
pv-ids = One volume group on several devices
    .meaning = LVM sees several SCSI ids for the physical volumes of one group.
    .cause = A LUN is presented under more than one id, or was copied.
    .remedy =
        Do not write to it before this is corrected: `pvs -o pv_name,vg_name` and `ls -l /dev/disk/by-scsid` on the host show the ids; present the LUN once, under one id, on the storage
dns = Name of the storage server not resolved
    .meaning = The host could not find the address of the storage server.
    .cause = The name service was unreachable for a moment, or is misconfigured.
    .remedy =
        { step-again }
        Check the DNS of the host: `getent hosts NAME`, `cat /etc/resolv.conf`; in XO, the host's Network tab, the DNS servers of the management interface
vdi-missing = Disk missing on the storage
    .meaning = XAPI knows the disk, but the storage does not have it.
    .cause = It was deleted outside of XAPI, or the storage lost it.
    .remedy =
        { step-keep }
        { step-rescan }
        { step-restore }
xapi-talk = Storage driver lost contact with the toolstack
    .meaning = The storage driver could not talk to XAPI.
    .cause = The toolstack was restarted or was overloaded.
    .remedy =
        { step-again }
        { step-toolstack }
over-provisioned = Volume group over-provisioned
    .meaning = A disk could not get its full size when it was plugged in: a VM does not start, or a restore fails. No snapshot shows this.
    .cause = Snapshots took the space that the disk needs at its full size.
    .remedy =
        { step-free }
        { step-grow }
metadata = Metadata of the SR damaged or full
    .meaning = The volume in which an LVM SR keeps the names of its disks is full or unreadable.
    .cause = Very many disks on one SR, or damage.
    .remedy =
        { step-free }
        { step-support }
path-io = I/O error on a path
    .meaning = Checking a path to the storage returned an I/O error.
    .cause = The storage or a path to it fails.
    .remedy =
        { step-way }
        { step-smlog }
try-again = Storage busy
    .meaning = The storage is not available right now and asks XO to try again.
    .cause = Something else is running on it.
    .remedy =
        { step-again }
sm-general = General storage failure
    .meaning = The storage driver failed with an error that has no number of its own.
    .cause = The text says more, for instance that a volume could not be deactivated.
    .remedy =
        { step-again }
        { step-smlog }
        { step-support }
fist-point = Test hook hit
    .meaning = A test hook of the storage driver is switched on.
    .cause = It is for developers and has no place on a production host.
    .remedy =
        Remove the hook: `ls /tmp/fist_*` on the host, then `rm` the file; the next operation works
leaf-grew = Merge postponed
    .meaning = A leaf grew while the garbage collector was about to merge it; the collector tries again later.
    .cause = The VM writes a lot. No backup fails because of it.
    .remedy =
        { step-once }
vbds-changed = Disks of the VM changed during the operation
    .meaning = Disks were plugged in or unplugged while the operation ran.
    .cause = Someone changed the VM during its backup.
    .remedy =
        { step-again }
multipath = Multipath failure
    .meaning = The multipath service is down, or a path or device is missing.
    .cause = A cable, a switch, or the service on the host failed.
    .remedy =
        { step-way }
        Check the service and its paths on the host: `systemctl status multipathd`, `multipath -ll` (all paths active ready)
tapdisk-running = Disk process already running
    .meaning = A second process tried to serve the same disk.
    .cause = An old process was left behind.
    .remedy =
        { step-again }
        Find the old process on the host: `tap-ctl list | grep { $vdi }`; end it only while no VM uses the disk (`xe vbd-list vdi-uuid={ $vdi } currently-attached=true` lists none): `tap-ctl destroy -p PID -m MINOR`
        { step-toolstack }
tapdisk-failed = Disk process failed
    .meaning = The process that serves the disk did not start or could not open its chain.
    .cause = A damaged chain, a missing parent, an I/O error, or too many open files on the host.
    .remedy =
        { step-keep }
        { step-smlog }
        { step-check-image }
smb-license = SMB not licensed
    .meaning = The host's licence does not cover SMB SRs.
    .cause = The licence has expired or does not include it.
    .remedy =
        Renew the licence (`xe host-list params=name-label,edition,license-params`), or use another kind of SR: New › Storage in XO
drive-empty = Optical drive empty
    .meaning = The drive of the VM has no medium.
    .cause = The ISO that was inserted is gone.
    .remedy =
        Eject the CD of the VM: in XO, the VM's Console or Disks tab, "Eject", or `xe vm-cd-eject uuid={ $vm }`
cbt-activate = Changed block tracking not switched on
    .meaning = The storage could not keep track of changed blocks. XO continues without it.
    .cause = An LVM SR without 4 MiB free, a disk that could not be paused, or one of the wrong kind.
    .remedy =
        { step-once }
        { step-free }
        { step-cbt-off }
cbt-deactivate = Changed block tracking not switched off
    .meaning = The storage could not stop tracking changed blocks.
    .cause = The disk was busy.
    .remedy =
        { step-again }
cbt-inconsistent = Changed block tracking lost
    .meaning = The record of changed blocks is not usable. XO makes a full backup instead.
    .cause = A host crashed while the disk was in use, or its size changed.
    .remedy =
        { step-one-full }
        { step-cbt-anew }
cbt-changed-blocks = Changed blocks cannot be listed
    .meaning = The storage cannot determine what changed between two snapshots. XO makes a full backup instead.
    .cause = The snapshots are not related, or a record is missing.
    .remedy =
        { step-next-run }
share-read-only = Share cannot be written
    .meaning = The test write on an NFS or SMB SR failed.
    .cause = Missing rights, a full file system, or a share that became read-only.
    .remedy =
        On the host: `df -h /run/sr-mount/{ $sr }` and `touch /run/sr-mount/{ $sr }/x && rm /run/sr-mount/{ $sr }/x`; correct the rights, space or export on the storage until it works
        { step-replug }
wipefs = Old signatures not wiped
    .meaning = The device of a new SR could not be wiped.
    .cause = The device is in use; no backup does this.
    .remedy =
        Check that the device is the right one and not in use: `lsblk`, `wipefs -n /dev/disk/by-id/…` (read-only), `pvs`
driver-crash = Storage driver crashed
    .meaning = The storage driver stopped with an error that it does not know itself.
    .cause = A bug, or a condition that its authors did not foresee; the text names its type.
    .remedy =
        { step-again }
        { step-smlog }
        Report it to the driver's maker with those lines; `rpm -qa | grep -i sm` on the host names the versions
zfs = ZFS SR not created or deleted
    .meaning = A ZFS SR could not be created or deleted.
    .cause = Something is wrong with the ZFS pool or its folder; no backup does this.
    .remedy =
        { step-smlog }
linstor = LINSTOR (XOSTOR) failure
    .meaning = LINSTOR refused a configuration, a creation or a deletion.
    .cause = A node is unreachable, or the cluster has too little space.
    .remedy =
        Check the state of the cluster: `linstor node list` (all Online), `linstor resource list` (all UpToDate), `linstor error-reports list` on the host of the controller; in XO, the SR's XOSTOR tab
        { step-smlog }
large-block = Large-block device failure
    .meaning = The loop device or volume group of a large-block SR could not be connected.
    .cause = The device changed or was not released.
    .remedy =
        { step-replug }
        { step-smlog }
sr-other = Storage failure with an unlisted number
    .meaning = The storage driver failed with a number that xo-health does not know.
    .cause = A third-party driver, or a newer version.
    .remedy =
        Read the text after the number, which often says what is wrong; `xe sr-param-get uuid={ $sr } param-name=type` names the driver
        { step-again }
        { step-smlog }
        { step-support }
vdi-gone = Image of the disk gone from the SR
    .meaning = XAPI knows the disk { $vdi }, but the SR no longer finds its image. Running the job again does not help.
    .cause = The image was deleted outside of XAPI, the SR was reconnected with other contents, or the storage lost it. On the target of a replication: the replica's disk is gone.
    .remedy =
        Rescan the SR: in XO, open it and click "Rescan all disks", or `xe sr-scan uuid={ $sr }` on the pool master; then check whether `xe vdi-list uuid={ $vdi } params=missing,managed` still says `missing: true`
        On the target of a replication: delete the replica VM in XO; the next run makes a full one
        On a source: keep all backups of this VM, and restore the disk from the newest one: Backup › Restore
        Look for the file on the storage before you forget any record: `ls /run/sr-mount/{ $sr } | grep { $vdi }` (file SR) or `lvs | grep { $vdi }` (LVM) on the host
vdi-relinking = Disk is being pointed to its new parent
    .meaning = The garbage collector has merged an image and points its children to the new parent; until that is done the disk cannot be used.
    .cause = The operation came in the last moments of a merge, or the collector was interrupted there.
    .remedy =
        { step-again }
        { step-rescan }
        If it persists for an hour: { step-smlog }
linstor-no-room = LINSTOR has no room for another volume
    .meaning = LINSTOR (XOSTOR) could not place the snapshot's volume on as many nodes as it needs. The backup was refused; the VM keeps running.
    .cause = The storage pools of the nodes are full or promised to other volumes: thick volumes take their whole size. Or a node is unreachable, so too few are left.
    .remedy =
        See what is free on each node: `linstor storage-pool list` on the controller's host; in `linstor node list` all must be Online
        { step-free }
        { step-grow }
        Look for volumes that are no longer needed: compare `linstor resource list` with the disks that XO shows on the SR
image-unreadable = Chain of the image cannot be read
    .meaning = The storage manager asked `qemu-img` or `vhd-util` for the chain of this image ({ $vdi }), but it could not be read. Snapshots of this disk fail, and the garbage collector hits the same error: it may stop merging for all disks of the SR.
    .cause = The file or one of its parents cannot be opened, because of rights on the NFS server, a lock that another host holds, a missing file, or a damaged image. "Operation not permitted" and "Permission denied" come from the file system.
    .remedy =
        On the host, try what the storage manager did: `qemu-img info -U --backing-chain /run/sr-mount/{ $sr }/{ $vdi }.qcow2`; it names the parent that cannot be read
        Check the files with `ls -la /run/sr-mount/{ $sr }`: all must belong to root and be readable; on the NFS server the export needs `no_root_squash`
        Check whether the garbage collector stumbles over it: `grep -A 5 -i exception /var/log/SMlog` on the pool master
        While the VM is shut down, run `qemu-img check /run/sr-mount/{ $sr }/{ $vdi }.qcow2` (read-only); restore the disk from backup if it is damaged
        { step-rescan }
nfs-mount-point = Stale mount point on the host
    .meaning = The host could not create the folder to mount the SR at, because something is already there (error 17: exists): a mount that is stale or hangs. The NFS server is not the cause.
    .cause = The SR was detached while the server was unreachable, or the host could not unmount it.
    .remedy =
        On that host, run `findmnt | grep sr-mount` and `ls /run/sr-mount`; a command that hangs reveals the stale mount
        Remove it while no VM of this SR runs there: `umount -l /run/sr-mount/{ $sr }`, then `rmdir /run/sr-mount/{ $sr }` (it must be empty)
        { step-replug }
        If it still hangs, move this host's VMs to other hosts and restart it: in XO, the host, "Disable", then "Reboot" (`xe host-evacuate uuid=…`, `xe host-reboot uuid=…`)

## XAPI

other-operation = Another operation is running
    .meaning = The VM or disk is busy with another operation.
    .cause = Two jobs, a migration or manual work on the VM collided.
    .remedy =
        { step-again }
        { step-apart }
not-allowed = Operation not allowed now
    .meaning = XAPI does not allow the operation in this state.
    .cause = A disk is being copied, changed block tracking was requested on a snapshot, or someone blocked the operation on the VM.
    .remedy =
        Wait for what is running on this VM: in XO, the Tasks menu, or `xe vm-param-get uuid={ $vm } param-name=current-operations` (empty when done)
        Look at the blocked operations of the VM and ask who set them: `xe vm-param-get uuid={ $vm } param-name=blocked-operations`, or in XO, the VM's Advanced tab
sharable = Shared disk
    .meaning = A disk that several VMs share cannot be snapshotted.
    .cause = The disk is marked as sharable.
    .remedy =
        { step-exclude }
        Back up its contents from inside the VM; `xe vdi-param-get uuid={ $vdi } param-name=sharable` shows the mark
on-boot-reset = Disk that is reset at boot
    .meaning = A disk that is reset at each boot cannot be used like this.
    .cause = The disk is set to `on-boot: reset`.
    .remedy =
        { step-exclude }
        If its contents matter, set it to `persist` while the VM is off: `xe vdi-param-set uuid={ $vdi } on-boot=persist`; what the VM writes is then kept
vdi-not-available = Disk not available to high availability
    .meaning = The state file of high availability could not be attached.
    .cause = The storage that high availability uses is unreachable.
    .remedy =
        { step-way }
vdi-not-managed = Operation on a hidden image
    .meaning = An operation was requested on a base copy.
    .cause = A bug in the program that requested it.
    .remedy =
        { step-update-xo }
        Report it with the log of the run: in XO, Backup › Logs, the run, "Report a bug"
vdi-read-only = Disk is read-only
    .meaning = A write was requested on a read-only disk.
    .cause = The disk or its SR is marked read-only.
    .remedy =
        Check the disk: `xe vdi-param-get uuid={ $vdi } param-name=read-only`; if nobody set the mark on purpose, remove it with `xe vdi-param-set uuid={ $vdi } read-only=false`; otherwise choose another target SR
vdi-io-error = I/O error on a disk
    .meaning = Reading or writing a disk failed during an export or import.
    .cause = The target of a replication or restore is full, or the storage fails.
    .remedy =
        { step-space }
        { step-again }
        { step-way }
        { step-smlog }
copy-failed = Copy aborted
    .meaning = Copying a disk stopped before it was complete.
    .cause = The target is full, or the connection broke.
    .remedy =
        { step-space }
        { step-again }
incompatible-type = Disk of another kind
    .meaning = The operation found a disk whose type had changed.
    .cause = Two purges of snapshot data collided.
    .remedy =
        { step-again }
        { step-update-xo }
no-cbt-metadata = No changed block tracking
    .meaning = XO asked for the changed blocks of a disk that does not track them.
    .cause = Tracking was switched off, or the disk was moved.
    .remedy =
        Switch changed block tracking on for the disk (in XO, the VM's Disks tab, "CBT", or `xe vdi-enable-cbt uuid={ $vdi }`), or off for the whole job: edit the job, Advanced settings, "Purge snapshot data when using CBT"
        { step-again }
cbt-enabled = Changed block tracking is in the way
    .meaning = The disk cannot be migrated while it tracks changed blocks.
    .cause = A job with changed block tracking works on it.
    .remedy =
        Switch changed block tracking off for this disk (`xe vdi-disable-cbt uuid={ $vdi }`, in XO, the VM's Disks tab, "CBT"), migrate, then switch it on again (`xe vdi-enable-cbt`); the disk's next backup is a full one
size-limits = Disk too large or too small
    .meaning = The SR does not allow this size.
    .cause = A target with another limit, or a source that was resized.
    .remedy =
        Use another target SR: edit the job in XO (Backup › Overview, Target SRs); `xe vdi-param-get uuid={ $vdi } param-name=virtual-size` shows the size of the disk
not-sparse = Disk is not sparse
    .meaning = XO asked for a delta export of a disk that cannot provide one.
    .cause = The format of the disk does not record its empty parts.
    .remedy =
        Use a full backup for this VM: in XO, Backup › New, VM backup, "Backup" instead of "Delta backup", or move the disk to an SR with VHD or QCOW2
migration-no-space = No room on the source SR
    .meaning = A storage migration could not start: it begins with a snapshot, for which there is no room.
    .cause = The SR that the disk is leaving is full.
    .remedy =
        { step-free }
        Or shut the VM down and move its disks offline, which needs no snapshot: in XO, the VM's Disks tab, "Migrate VDI", or `xe vdi-copy uuid={ $vdi } sr-uuid=…`
suspend-no-space = No room for the memory of the VM
    .meaning = The SR for suspended VMs has too little space for the memory image.
    .cause = A VM with a lot of memory was suspended, or backed up with its memory.
    .remedy =
        { step-no-memory }
        Choose another SR for suspended VMs: in XO, the VM's Advanced tab, "Suspend SR", or `xe vm-param-set uuid={ $vm } suspend-SR-uuid=…`
too-many-migrations = Too many storage migrations at once
    .meaning = A host sends at most 3 storage migrations at a time.
    .cause = Several migrations or restore tests run at once.
    .remedy =
        { step-again }
        Run them one after the other: `xe task-list` shows what is still migrating
mirror-failed = Mirror of a disk broke
    .meaning = The live copy of a disk stopped.
    .cause = The target is full, or the network broke.
    .remedy =
        { step-space }
        { step-again }
migration-snapshots = Snapshots prevent the migration
    .meaning = A VM with several snapshots, or one with memory, cannot be migrated like this.
    .cause = Older hosts have these limits.
    .remedy =
        { step-snapshots }
        Or shut down the VM and migrate it offline: in XO, the VM, "Shutdown", "Migrate"
sr-not-attached = SR not connected to the host
    .meaning = The host chosen for the work is not connected to the SR.
    .cause = The SR is disconnected or in maintenance, or the storage cannot be reached.
    .remedy =
        { step-replug }
        { step-way }
vdi-locked = Disk locked by the storage
    .meaning = The storage holds a lock on the disk.
    .cause = Another host uses it, or crashed while using it.
    .remedy =
        { step-again }
        Find the host that holds the disk: `xe vbd-list vdi-uuid={ $vdi } params=vm-name-label,currently-attached`, and `xe vm-list params=name-label,resident-on` for that VM
sr-unhealthy = SR or cluster not healthy
    .meaning = The SR, or the cluster below it, reports that it is degraded.
    .cause = A member of the cluster is unreachable.
    .remedy =
        Check the members of the cluster before anything else: `xe host-list params=name-label,enabled`, and for XOSTOR `linstor node list` (all Online)
        { step-way }
quiesce = Quiesced snapshot failed
    .meaning = The VM's file systems could not be quiesced for the snapshot.
    .cause = The volume shadow copy service of an old Windows VM failed.
    .remedy =
        { step-again }
        Take snapshots without quiescing: in XO, Backup › Overview, edit the job, Advanced settings, Snapshot mode "Normal"
checkpoint = Snapshot with memory failed
    .meaning = The VM could not be suspended or resumed for a snapshot with memory.
    .cause = Missing or old guest tools, or too little memory.
    .remedy =
        Check at once that the VM runs: in XO, the VM's Console tab, or `xe vm-param-get uuid={ $vm } param-name=power-state`; if it is suspended, click "Resume"
        { step-tools }
        { step-no-memory }
handle-invalid = Object gone
    .meaning = An object vanished between two steps.
    .cause = The garbage collector, a scan or another job removed it.
    .remedy =
        { step-again }
        { step-apart }
duplicate-key = Mark already set on the disk
    .meaning = A mark such as "paused" or "activating" is already set on the disk.
    .cause = Two operations collided, or one was interrupted and left its mark behind.
    .remedy =
        { step-again }
        { step-restart-vm }
        { step-support }
license = Not covered by the licence
    .meaning = The host's licence does not allow the operation.
    .cause = The edition lacks this feature, or the licence has expired.
    .remedy =
        If the text names `PCI_device_for_auto_update`: `xe vm-param-set uuid={ $vm } has-vendor-device=false` while the VM is off, and the snapshot then works. Otherwise renew or change the licence, or do without the feature
gc-no-space = Garbage collector without room
    .meaning = No pending merge fits into the free space of the SR. From now on chains grow with every backup.
    .cause = The SR is too full.
    .remedy =
        { step-free }
        { step-grow }
        { step-rescan }
unpause = Disk process could not be resumed
    .meaning = The disk of a running VM could not be resumed after a pause. The VM may hang.
    .cause = The storage failed during a snapshot or merge.
    .remedy =
        Check at once whether the VM still works: in XO, the VM's Console tab; one that hangs needs "Force reboot" (`xe vm-reboot uuid={ $vm } force=true`), which is like pulling the plug
        { step-smlog }
        { step-way }
cbt-lost = Changed block tracking lost
    .meaning = The record of changed blocks did not survive a snapshot or a resize. XO makes a full backup instead.
    .cause = Too little space, or a resize.
    .remedy =
        { step-one-full }
no-hardlinks = No hard links on the storage
    .meaning = The file system behind the SR does not support hard links, which some merges need.
    .cause = The type of the share or its file system does not offer them.
    .remedy =
        Use a share with hard links for this SR: `touch a && ln a b` in `/run/sr-mount/{ $sr }` on the host shows whether it has them; move the disks (in XO, the VM's Disks tab, "Migrate VDI")
local-cache = Local cache full
    .meaning = The local cache of a host is full.
    .cause = Disks that are cached on the host fill it.
    .remedy =
        Free space on the SR of the cache (`xe host-list params=name-label,local-cache-sr`, in XO, that SR's Disks tab), or switch the cache off: `xe host-disable-local-storage-caching`
method-unknown = The pool does not know this call
    .meaning = XO asked XAPI for something that this version of the host does not have. It fails each time until one of the two is updated.
    .cause = The pool is too old for this XO: changed block tracking, for instance, came with XenServer 7.3.
    .remedy =
        Check the version of the pool: in XO, the host's General tab, or `xe host-list params=name-label,software-version`
        Update XO, because newer versions may have made the call optional (on XOA: XOA › Updates)
        Update the hosts to a supported version, the pool master first: in XO, the pool's Patches tab, or `yum update` on each
        Until then, use full backups for these VMs, and switch NBD and CBT off in the job: in XO, Backup › Overview, edit the job
internal-error = Fault inside XAPI
    .meaning = The host's toolstack failed with an error that it has no code for; the text in brackets comes from its program.
    .cause = A bug in XAPI, versions of XO and the host that do not match (`Expected bool, got …`), or a broken connection between hosts.
    .remedy =
        { step-again }
        Read the log on the pool master around that time: `grep -A 20 -i 'internal_error\|backtrace' /var/log/xensource.log`
        { step-toolstack }
        Update XO and the hosts (in XO, the pool's Patches tab; on XOA: XOA › Updates); if it comes back, report it with those lines
task-destroyed = Task of the host vanished
    .meaning = XO waited for a task of XAPI that is no longer there, so its result is unknown.
    .cause = The toolstack was restarted, the pool got another master, or XO lost the connection and reloaded the pool.
    .remedy =
        { step-again }
        If it comes back, check whether the toolstack restarts by itself: `grep -i 'starting up\|xapi.*exit' /var/log/xensource.log` on the pool master
        Look for leftovers of the operation: tasks in XO (the Tasks menu), and VMs named `[Importing…` on the target
no-hosts = No host can run the VM
    .meaning = No host of the pool has what the VM needs (memory, its SRs and networks, the right kind of processor), so it was not started. In a restore test, the backup itself exists but is unproven.
    .cause = Too little free memory, an SR that only some hosts reach, or hosts in maintenance.
    .remedy =
        Ask XAPI for each host's reason: `xe vm-assert-can-be-recovered` or `xe diagnostic-vm-status uuid={ $vm }` on the pool master
        Free memory, or choose another SR for the restore test: edit the job, the schedule, "Health check SR" (in XO, Backup › Overview)
        Test fewer or smaller VMs: mark them with a tag and enter it in the schedule (in XO, Backup › Overview, edit the job)
host-memory = Host has too little free memory
    .meaning = The host has less free memory than the VM needs to start. In a restore test, the backup itself exists but is unproven.
    .cause = Other VMs use the memory, or several restore tests run at once.
    .remedy =
        See how much is free: `xe host-list params=name-label,memory-free-computed` on the pool master
        Run the test while fewer VMs are running, on another pool's SR ("Health check SR" in the schedule), or for smaller VMs only (tags in the schedule): in XO, Backup › Overview, edit the job
        Lower the memory of VMs that need less: in XO, the VM's Advanced tab
bad-power-state = VM in another power state
    .meaning = The operation needs the VM to be in another state: running, stopped or suspended.
    .cause = Someone started or stopped the VM during its backup; or an offline backup or a snapshot with memory found it in another state.
    .remedy =
        Check the state: `xe vm-list uuid={ $vm } params=name-label,power-state`
        { step-again }
        Keep scripts and schedules that start or stop VMs away from the time of the backup: in XO, Jobs › Overview lists XO's own
shutdown-timeout = VM did not shut down in time
    .meaning = An offline backup asks the VM to shut down; its operating system did not do so in time, or the VM ended in another state.
    .cause = Updates that are installed at shutdown, a program that delays it, or missing guest tools.
    .remedy =
        Shut down the VM by hand once and see what delays it: `xe vm-shutdown uuid={ $vm }`
        Install or update the guest tools: in XO, the VM's General tab shows whether they run
        Use a backup that does not shut the VM down: edit the job, Advanced settings, "Offline backup" off
sign-in-failed = Sign-in to the pool refused
    .meaning = The pool master did not accept the user or password that XO has for it, the user lacks a right, or the address is that of a host that is not the master (`HOST_IS_SLAVE`).
    .cause = The root password was changed, or another host became master.
    .remedy =
        In XO, Settings › Servers: re-enter the user, the password and the address of the current master; the server then shows as connected
        Find out which host is master: `cat /etc/xensource/pool.conf` on any host (`master`, or `slave:` with its address)
host-away = Host away or disabled
    .meaning = The host chosen for the work is off, still starting, disabled, or out of reach of the pool master.
    .cause = Maintenance, a restart, or a fault of the management network between the hosts.
    .remedy =
        Find out which host it is: `xe host-list params=name-label,enabled,address` on the pool master
        Enable it when it is back: in XO, the host, "Enable", or `xe host-enable uuid=…`
        From the master, `ping` its address; if the host is up but does not answer, run `xe-toolstack-restart` on it (running VMs keep running)
infrastructure = Task or session ended
    .meaning = The task was cancelled, or XO's session with the pool ended.
    .cause = Someone cancelled the task, the toolstack was restarted, or the connection broke.
    .remedy =
        { step-again }
        Check that the pool is connected: in XO, Settings › Servers
operation-blocked = Operation blocked on the VM
    .meaning = Someone, or XO, blocked this operation on the VM; the text contains the reason if one was given.
    .cause = Protection against deletion or shutdown is on, a replica has its start blocked on purpose, or an interrupted backup left its block on migration behind.
    .remedy =
        Check what is blocked: `xe vm-param-get uuid={ $vm } param-name=blocked-operations`
        In XO, check the VM's Advanced tab for protection from accidental deletion or shutdown, and ask who set it
        Remove a backup's leftover block while no backup is running: `xe vm-param-remove uuid={ $vm } param-name=blocked-operations param-key=migrate_send` (and `pool_migrate`); the VM can then be migrated again
import-failed = Import refused by the host
    .meaning = The host could not import the VM or disk: a replication or restore failed.
    .cause = The stream ended too early or is damaged (`IMPORT_ERROR_PREMATURE_EOF`, `…_SOME_CHECKSUMS_FAILED`), the target lacks space, or the target host is older than the source.
    .remedy =
        Check the free space of the target SR: `xe sr-list params=name-label,physical-size,physical-utilisation`
        If the text names checksums, try another restore point, and run a restore test of the newest one (in XO, Backup › Restore, the VM)
        Compare the versions of both hosts: `xe host-list params=name-label,software-version`
        { step-again }
restore-network = VM's network not available
    .meaning = The host cannot give the VM its network: a restore test, a restored VM or a replica does not start.
    .cause = The network of the source does not exist in this pool, or its interface (PIF) is missing or unplugged on this host.
    .remedy =
        Compare the networks of the host: in XO, the host's Network tab, or `xe pif-list host-uuid=… params=network-name-label,currently-attached`
        Choose one of this pool's networks for the restored VM: in XO, the VM's Network tab
        Plug the interface in again: `xe pif-plug uuid=…`; `currently-attached` is then true
restore-duplicate = Restored object already exists
    .meaning = The pool already has an object with this id or address, so the restore would create a second one.
    .cause = The VM is restored with its old id or MAC addresses while the first one is still there, or an SR with this UUID is known.
    .remedy =
        Restore it as a new VM: in XO, Backup › Restore, without "Keep UUID" or "Keep MAC addresses"; the new VM appears alongside the old one
        See what has the id: `xe vm-list uuid={ $vm }`, `xe sr-list uuid={ $sr }`; delete it only if it is the broken one that you are replacing (in XO, the VM's Advanced tab)
pool-restore = Pool metadata cannot be restored
    .meaning = The host could not write or restore the metadata of a pool (its database).
    .cause = The backup comes from another version of the host, names network interfaces that this host lacks, or the file is damaged.
    .remedy =
        Compare `xe host-list params=software-version` with the version that the backup names, and install that version first
        Test what would be restored, without changing anything: `xe pool-restore-database file-name=FILE dry-run=true` on the host
        Use an older backup of the metadata: in XO, Backup › Restore › Metadata
too-busy = Host too busy
    .meaning = The host refused the operation because too many are running at once.
    .cause = Several jobs, migrations or exports at the same time.
    .remedy =
        { step-again }
        Start the jobs at different times, and lower their concurrency: in XO, Backup › Overview, edit the job, Advanced settings
        See what is running: `xe task-list` on the pool master
lacks-feature = VM lacks the guest tools for this
    .meaning = The operation needs guest tools, which the VM does not have or which are too old: a clean shutdown, a suspend, a snapshot with memory.
    .cause = Offline backups and snapshots with memory need them.
    .remedy =
        Install or update the guest tools in the VM; in XO, the VM's General tab shows their version
        Use a plain snapshot: edit the job, Advanced settings, "Offline backup" and "Memory" (checkpoint) off
snapshot-of-wrong = Disk cannot be attached: it counts as in use
    .meaning = XAPI refuses to attach the disk, because it considers it in use. This keeps a VM from starting, not from being backed up: running a job again changes nothing.
    .cause = The disk is plugged in elsewhere (a control domain, another VM), a crashed host still counts as its user, or its record is wrong: a disk that is not a snapshot but names another disk, or itself, in `snapshot-of`.
    .remedy =
        See who has it: `xe vbd-list vdi-uuid={ $vdi } params=uuid,vm-name-label,currently-attached`
        Check its record with `xe vdi-param-list uuid={ $vdi }`: for a disk, `is-a-snapshot` is false and `snapshot-of` is `<not in database>`
        If it names itself or another disk, have support correct the record; until then, do not delete "snapshots" of this VM, because one of them may be the disk in use; `xe vdi-param-get uuid={ $vdi } param-name=snapshot-of` shows whether it is right
        If only a crashed host holds it, run `/opt/xensource/sm/resetvdis.py single { $vdi }` on the pool master while no host uses the disk; the VM then starts
object-invalid = Object gone or of another kind
    .meaning = What the job names no longer exists, or is something else: a template, a snapshot, a control domain.
    .cause = The VM, SR or snapshot was deleted, or its pool is not connected.
    .remedy =
        Search for the id in XO (Home › VMs); if it is not there, remove it from the job: Backup › Overview, edit the job
        Check in Settings › Servers that all pools are connected
vm-start-failed = Host could not start the VM or attach a device
    .meaning = The host could not start the VM, or a disk could not be attached or detached in time. In a restore test, the backup itself exists but is unproven.
    .cause = A missing or damaged boot loader in the VM, a setting of the VM that this host does not have, or a busy device.
    .remedy =
        Start it by hand and look at its console: in XO, the VM's Console tab
        Read the log of its host: `grep -iE 'error|failed' /var/log/xensource.log`, and `/var/log/daemon.log`
        { step-again }
migration-refused = Not possible with this VM or in this state of the pool
    .meaning = XAPI refused the operation because of the VM's devices or because of what the pool is doing: an update, high availability.
    .cause = Devices that are passed through, an unfinished update, or a high-availability plan that would no longer hold.
    .remedy =
        Finish updating all hosts: `xe host-list params=name-label,software-version` shows their versions
        Remove the device from the VM, or leave the VM out of this operation; the VM's Advanced tab in XO, or `xe vm-param-list uuid={ $vm }`, shows the device
        { step-again }
vdi-attached-dom0 = Disk still plugged into a control domain
    .meaning = A disk or snapshot of the VM is still plugged into a control domain (dom0) after an export. Until it is unplugged, its snapshot cannot be purged or deleted, and the backup of this VM fails.
    .cause = An earlier export was interrupted, or the host has not released it yet.
    .remedy =
        { step-detach }
        { step-again }
        If it comes back at once, run `xe-toolstack-restart` on the host that has it (running VMs keep running), then disconnect it again
cbt-metadata-base = Base of the delta holds only the list of changes
    .meaning = The last snapshot was purged, so only its list of changed blocks (CBT metadata) is left. A delta from it needs NBD and a usable list; one of them was missing, and XO tries again with a full backup.
    .cause = NBD could not be used, changed block tracking was reset, or a disk of the VM is plugged into a control domain.
    .remedy =
        Check how the VM's backup ended, since XO tries again with a full one: in XO, Backup › Logs
        Make sure that NBD works: { step-nbd-purpose }
        { step-detach }
        If it happens each time, switch "Purge snapshot data when using CBT" off: edit the job, Advanced settings
cbt-disabled = Changed block tracking is off
    .meaning = The job uses changed block tracking, but the disk does not track its changes: XO reads the whole disk or makes a full backup.
    .cause = It was switched off for a migration, the SR does not support it, or the disk is new.
    .remedy =
        Switch it on: in XO, the VM's Disks tab, CBT, or `xe vdi-enable-cbt uuid={ $vdi }`; the backup after the next is a delta again

## XO and its backup repositories

unhealthy-vdi-chain = XO skipped the VM to protect its chains
    .meaning = XO took no snapshot, so no backup was made: more images of this VM are waiting to be merged than the one per disk that XO tolerates. The VM itself keeps running.
    .cause = Snapshots were deleted and the storage has not merged them yet: it had no time (a short interval, busy disks), no room (a full SR), merging is switched off, or a chain is broken. Or hidden images were left behind, for instance when a host was restarted during a backup.
    .remedy =
        Wait: the storage merges by itself; in XO, the SR's Advanced tab lists the disks to coalesce. When the list is empty, the next run succeeds
        { step-rescan }
        Check that the SR has enough free space, since a merge needs space first: `xo-health sr` shows how much is needed, `xe sr-list uuid={ $sr } params=physical-size,physical-utilisation` how much there is
        Delete snapshots that are no longer needed (in XO, the SR's Disks tab), then wait for the merges: right after a deletion there is more to merge, not less
        If merges never finish in time, run the job less often: in XO, Backup › Overview, edit the job, its schedule
        If there is no snapshot and nothing merges, shut the VM down, make a full copy (in XO, the VM, "Copy", not a fast clone), start the copy, and delete the old VM once the copy works; the service is down while it copies, and the next backup is a full one
    .note = It is often said that 30 snapshots of a VM are the cause. XO skips long before that limit: what counts is what is waiting to be merged. Copying the VM helps only if it is a full copy: a fast clone shares the chain.
already-running = The job is already running
    .meaning = The job was due to start before its previous run had ended. This run did nothing; the previous one continues.
    .cause = The run takes longer than the interval: disks have grown, the storage or network is slow, or several schedules, a sequence or a person start the same job.
    .remedy =
        { step-once }
        Check whether the previous run is stuck: in XO, Backup › Logs, the run that is "pending", and the Tasks menu; `xo-health jobs` shows how long its runs take
        Change the schedule: in XO, Backup › Overview, edit the job, and choose longer intervals or times when nothing else runs
        Split the job (Backup › New, with some of the VMs), or exclude disks that need no backup (`[NOBAK]` in the name: in XO, the VM's Disks tab)
    .note = It is often said that the new run is skipped, but XO reports it as a failure. If runs no longer fit into their interval because the disks have grown, no storage setting helps, only fewer runs or less data.
proxy-already-running = The proxy is already running this job
    .meaning = The XO proxy is still running this job.
    .cause = xo-server was restarted while the proxy kept working.
    .remedy =
        Wait until the proxy has finished: in XO, Backup › Logs, or `journalctl -u xo-proxy` on its VM
        If it never finishes, restart the proxy: `systemctl restart xo-proxy` on its VM (in XO, the Proxies menu); what it is running is interrupted, and the next run starts over
no-vms = No VM matches the job
    .meaning = The job selects no VM, so nothing was done.
    .cause = Tags or states that no VM has now, or a pool that is not connected.
    .remedy =
        Check that all pools are connected: in XO, Settings › Servers
        Check the job's filter (tags, power state, pools) or disable its schedule: in XO, Backup › Overview, edit the job; the page lists the VMs that match
no-disks = No disks to back up
    .meaning = The VM has no disk to back up.
    .cause = All its disks carry `[NOBAK]`, or it has none.
    .remedy =
        Remove `[NOBAK]` from the name of a disk that needs a backup: in XO, the VM's Disks tab; the next run backs it up in full
        { step-job-vms }
no-xapi = VM unknown, or its pool not connected
    .meaning = XO cannot reach the VM: it no longer exists, or its pool is not connected.
    .cause = The VM was deleted but is still listed in the job, or the connection to the pool is lost.
    .remedy =
        Check that the pool is connected in XO: Settings › Servers
        { step-job-vms }
no-repository = No usable backup repository
    .meaning = None of the job's repositories could be opened, so nothing was saved.
    .cause = The repository is disabled, its server or share cannot be reached, or its credentials are wrong.
    .remedy =
        { step-test-repository }
        If it is disabled, enable it there, and correct its server, share, user or password (edit it); on the XO machine, `ping SERVER` and `nc -zv SERVER 2049` (NFS) or 445 (SMB) must succeed
repository-timeout = Backup repository does not answer
    .meaning = The repository did not answer in time.
    .cause = The server or the network is slow or down.
    .remedy =
        { step-test-repository }
        { step-next-run }
vm-migrating = VM is being migrated
    .meaning = A VM is not backed up while it migrates.
    .cause = A migration, perhaps started by load balancing, coincided with the backup.
    .remedy =
        { step-next-run }
own-copy = The job would back up its own copies
    .meaning = The job selected a VM that it made itself.
    .cause = The filter of a smart job also matches replicated VMs.
    .remedy =
        Exclude the copies in the filter of the job: in XO, Backup › Overview, edit the job, tags "Excluded", `Continuous Replication` or `Disaster Recovery`; the list of VMs on that page no longer shows them
worker-exited = Backup process died
    .meaning = The process that ran the backup ended prematurely.
    .cause = In most cases there was too little memory and the system killed it.
    .remedy =
        Find the reason on the XO machine: `dmesg -T | grep -i "out of memory"`, `journalctl -u xo-server --since today`
        Give XO more memory (shut its VM down, Advanced tab, Memory, start it; `free -m` shows it), or run fewer VMs at once: edit the job, Advanced settings, Concurrency
locked = Backup folder is locked
    .meaning = Another run holds the VM's folder in the repository.
    .cause = Another job is backing up the same VM, old backups are being merged, or a failed run has not released it yet.
    .remedy =
        { step-next-run }
        { step-apart }
repository-full = Backup repository full
    .meaning = The disk of the backup repository is full. This is not the VM's SR.
    .cause = The retention is too long for its size, there were unexpected full backups, or old backups were left behind.
    .remedy =
        Check its free space: in XO, Settings › Remotes, or `df -h /run/xo-server/mounts/*` on the XO machine
        Delete backups that are no longer needed, in XO: Backup › Restore
        Lower the retention of the jobs: in XO, Backup › Overview, edit the job, the schedules, "Backup retention"; the next run deletes the excess
        Enlarge the share on its server, or add another repository (in XO, Settings › Remotes, New) and choose it in the job; its first backup there is a full one
repository-access = Backup repository cannot be written
    .meaning = The system refused access to a file of the repository.
    .cause = Missing rights on the share, or a share that is mounted read-only.
    .remedy =
        { step-test-repository }
        Check the rights on the XO machine: `ls -ld /run/xo-server/mounts/*`, `findmnt -T { $path }` (`ro` is read-only); correct the export, user or rights on the server (`no_root_squash`, or a user that may write)
repository-io = I/O error
    .meaning = Reading or writing failed on the underlying device.
    .cause = A disk, a path or a share is failing, or an NFS mount is stale.
    .remedy =
        { step-restore-test }
        Check the repository's disks and file system on its server: `dmesg -T | tail`, `smartctl -a /dev/sdX`; on the XO machine, `dmesg -T | grep -iE "nfs|cifs"`
connection-lost = Connection lost
    .meaning = The other side closed the connection, or did not answer.
    .cause = The host, XO or the network was restarted or overloaded.
    .remedy =
        { step-next-run }
        If it comes back, check the path from the XO machine: `ping -c 20 HOST` (no loss), `nc -zv HOST 443`, and firewalls or VPNs that drop long connections
        { step-xo-log }
prune-failed = Old snapshots not removed
    .meaning = XO could not remove the snapshots of earlier runs: they pile up towards the chain limit. The disk of such a snapshot is plugged into a VM other than the snapshot itself, or into two VMs; to be safe, XO then deletes nothing.
    .cause = Someone attached the disk of a backup snapshot to a VM to look into it, or made a VM from it; or a disk's record names the wrong snapshot. A disk plugged into a control domain is a different error.
    .remedy =
        Find out which VMs have the snapshots' disks attached: in XO, the VM's Snapshots tab, then the SR's Disks tab, or `xe vbd-list vdi-uuid={ $vdi } params=uuid,vm-uuid,vm-name-label,currently-attached` for each of them
        Detach the disk from every VM that is not the snapshot itself: `xe vbd-unplug uuid=…` (while the VM runs), then `xe vbd-destroy uuid=…`; the disk stays, and the list then names only the snapshot
        { step-again }; the snapshots of earlier runs are then gone
        { step-snapshots }
offline-retention = Settings exclude each other
    .meaning = An offline backup cannot keep snapshots.
    .cause = `offlineBackup` and a snapshot retention are both set.
    .remedy =
        Set the snapshot retention to 0 (in XO, Backup › Overview, edit the job, the schedules), or switch "Offline backup" off there under Advanced settings
proxy-undefined = Proxy failed without a reason
    .meaning = The XO proxy reported a failure without naming it.
    .cause = The proxy lost its connection or was restarted.
    .remedy =
        Read the proxy's log: `journalctl -u xo-proxy --since today` on its VM
        { step-next-run }
interrupted = Run interrupted
    .meaning = XO stopped while the job ran: how far it got is unknown. What had not finished was not saved.
    .cause = xo-server was restarted, updated or crashed.
    .remedy =
        Run the job again, which removes what was left behind: in XO, Backup › Overview, its schedule's start button; Backup › Logs shows how it ends
        Update and restart XO only while no backup is running: in XO, Backup › Logs shows none as "pending"
        { step-xo-log }
all-targets-failed = All targets failed
    .meaning = No target of the VM's backup could be written; the errors inside say why.
    .cause = See the errors that it names.
    .remedy =
        Resolve the errors inside first: in XO, Backup › Logs, the run, the VM; each target has its own
writer-dropped = A target was dropped
    .meaning = One target failed and was not used for the rest of the run; the other targets continue.
    .cause = See the error that it names.
    .remedy =
        Resolve the error inside first: in XO, Backup › Logs, the run, the VM, its warnings
        Do not rely on this target for this run: in XO, Backup › Restore shows which restore points exist
retried = Retried
    .meaning = The VM's backup failed and was retried; what counts is how the retry ended.
    .cause = See the error that it names.
    .remedy =
        { step-once }
fell-back-to-full = Full backup instead of a delta
    .meaning = XO could not make a delta, so it saved everything. That takes more time and space; nothing is lost.
    .cause = The snapshot that the delta starts from is gone or unusable, or the target has no full backup to build on.
    .remedy =
        Allow for the extra time and space of this run: in XO, Backup › Logs shows its size; the next one is a delta again
        Do not delete snapshots that XO made for the job: in XO, the VM's Snapshots tab, `[XO Backup …]`
forced-full = Full backup as a precaution
    .meaning = XO made a full backup, because the older QCOW2 backups may be damaged.
    .cause = They were made before a bug in XO was fixed.
    .remedy =
        { step-restore-test }
no-nbd = NBD not used
    .meaning = XO used another, slower way to transfer the data.
    .cause = NBD is not enabled on the network, or cannot be reached.
    .remedy =
        { step-once }
        { step-nbd-purpose }
snapshot-data-kept = Snapshot data not deleted
    .meaning = The data of a snapshot could not be purged: the snapshot keeps its space and its node in the chain.
    .cause = The disk was still plugged in, or does not track changed blocks.
    .remedy =
        { step-next-run }
        { step-detach }
cbt-not-enabled = Changed block tracking not switched on
    .meaning = XO continued without changed block tracking.
    .cause = The SR or the disk's type does not support it, or there is no room.
    .remedy =
        { step-once }
no-suspend-vdi = Memory of the suspended VM missing
    .meaning = The VM is suspended and its memory image cannot be reached, so the memory is not in the backup.
    .cause = The image is on an unreachable SR, or was deleted.
    .remedy =
        Resume the VM or shut it down before the next backup: in XO, the VM, "Resume" or "Shutdown", or `xe vm-resume uuid={ $vm }`
incomplete-backup = Incomplete backup in the repository
    .meaning = A backup in the repository lacks files; XO removes such backups.
    .cause = An earlier run was interrupted, or someone deleted files.
    .remedy =
        { step-restore-test }
        Delete backups only in XO (Backup › Restore, the VM, "Delete backups"); never delete a repository's files by hand
broken-backup-chain = Broken backups in the repository
    .meaning = Backups in the repository cannot be read: something that they build on is missing or damaged.
    .cause = Files were deleted by hand, or the repository's storage has failed.
    .remedy =
        { step-restore-test }
        { step-full }
        Check the repository's storage on its server: `dmesg -T | tail`, `smartctl -a /dev/sdX`, and a file system check
backup-leftovers = Leftovers in the repository
    .meaning = XO found leftovers of an earlier run and cleans them up.
    .cause = An earlier run was interrupted.
    .remedy =
        { step-once }
no-xapi-pool = Pool not connected
    .meaning = XO is not connected to the pool, so its metadata was not saved.
    .cause = The connection to the pool is lost or disabled, or the pool was removed from XO.
    .remedy =
        In XO, open Settings › Servers and connect the pool; it then shows as connected
        If the pool is gone, remove it from the job: in XO, Backup › Overview, edit the metadata job
health-check-not-started = Restore test: the test VM was not up in time
    .meaning = The backup itself was made. Then XO restored it as a test, and the test VM did not start, or did not report its guest tools, within the limit (10 minutes by default): this restore point is unproven, and XO shows the VM as failed because of it.
    .cause = A slow SR for the test, too little memory on its host, no guest tools in the VM (without them no test can pass), or a system that does not boot.
    .remedy =
        Restore the VM by hand without starting it (in XO, Backup › Restore), then start it and look at its console
        Install guest tools in the source VM; in XO, its General tab shows them
        Choose a faster SR or a longer time: edit the job, the schedule, "Health check SR" and the timeout (in XO, Backup › Overview)
        Delete a test VM that was left behind: its name begins with that of the source VM, and it has the tag `xo:no-bak=Health Check`
health-check-script = Restore test: the script in the VM reports a failure
    .meaning = The backup itself was made and the test VM ran; the check script inside it reported a failure or nothing at all.
    .cause = The service in the VM does not come up without its network (test VMs have none), or the script is wrong.
    .remedy =
        Run the script in the source VM, and in a restored copy without a network: in XO, Backup › Restore, the VM, then the copy's Network tab before you start it
        Look at what it reported: `xe vm-param-get uuid={ $vm } param-name=xenstore-data`
xo-fault = Bug in XO
    .meaning = XO hit a case that its code does not handle: a bug in XO, not a fault of your storage. The trigger is often a leftover of an earlier run.
    .cause = A leftover or half-deleted snapshot of the job, a damaged entry in the repository, or a half-finished update of XO.
    .remedy =
        Update XO, and restart it while no backup is running (on XOA: XOA › Updates; from the sources: `git pull`, `yarn`, `yarn build`, `systemctl restart xo-server`)
        Look for leftovers on the VM's Snapshots tab: `[XO Backup …]` or `xo-backup-temp-snapshot-name`; delete them while no backup is running; the next run is a full one
        Report it to XO with the log of the run (in XO, Backup › Logs, the run, "Report a bug") and `journalctl -u xo-server` around that time
report-not-sent = Report could not be sent
    .meaning = XO could not send the report of a run. This says nothing about the backup itself.
    .cause = The mail server's host, port, user or password is wrong, it refuses the sender, or it has a certificate that XO does not trust.
    .remedy =
        Look at the run itself: in XO, Backup › Logs
        Correct the mail server: in XO, Settings › Plugins, transport-email, then "Test plugin"; the mail must arrive
        Enter recipients: in XO, Settings › Plugins, backup-reports, or "Report recipients" in the job
xo-database = XO's own database not available
    .meaning = XO keeps its settings in Redis and its logs in its own files, and could not read or write them. Until that is repaired, jobs may not start and runs may not be recorded.
    .cause = The XO machine's disk is full, or Redis (Valkey) has stopped.
    .remedy =
        Check whether the disk is full: `df -h / /var/lib/xo-server /var/lib/redis` on the XO machine; free space until `df` shows some
        Start the database: `systemctl restart redis-server` (or `redis`, `valkey`); `redis-cli ping` must answer PONG
        Restart XO while no backup is running: `systemctl restart xo-server`; then check in Backup › Logs what did not run
client-gone = A browser or script disconnected
    .meaning = A browser or a script that was connected to XO disconnected while XO was sending it something. This says nothing about the backup.
    .cause = A closed tab, a computer that went to sleep, or a reverse proxy that closes idle connections.
    .remedy =
        Look at the run itself: in XO, Backup › Logs
        If XO's pages stop updating, let the reverse proxy pass WebSockets and keep them open (`proxy_read_timeout` in nginx), then reload the page
target-not-opened = Target could not be opened or locked
    .meaning = Before the backup, XO opens the VM's folder in the repository, locks it and cleans it up. That failed, so nothing was saved there; no snapshot had been taken for it yet.
    .cause = The repository is not mounted or cannot be written, or another job or a merge holds the folder.
    .remedy =
        { step-test-repository }
        Look for another job that backs up the same VM, or a merge that is still running: in XO, Backup › Logs, and the Tasks menu
        { step-xo-log }
target-base-check = Earlier backups on the target could not be read
    .meaning = XO looks up which earlier backups the delta can build on. That failed, so nothing was saved on this target.
    .cause = Earlier backups are damaged or missing, or the repository does not answer.
    .remedy =
        { step-test-repository }
        { step-full }
        { step-xo-log }
target-write = Writing to the target failed
    .meaning = The data of the VM could not be written to any target; the message does not say why. This run created no restore point.
    .cause = The target is full, the connection broke, or the host could not read the disk.
    .remedy =
        Open the run in XO (Backup › Logs, the VM): the task `transfer` below `export` names the error; copy the log with its button and pass it to `xo-health explain`
        Check the free space of the target: in XO, Settings › Remotes, or the SR
        { step-xo-log }
target-clean = Cleanup on the target failed
    .meaning = After the transfer, XO deletes old backups and merges the rest. That failed: the new backup may be there, but old ones pile up.
    .cause = A lock, missing rights to delete, a damaged backup, or a repository that became unreachable.
    .remedy =
        Check whether the new backup is there: in XO, Backup › Restore, the VM
        { step-test-repository }
        { step-xo-log }
target-health-check = Restore test failed
    .meaning = The backup was made, but its test restore failed: the restore point is unproven.
    .cause = The SR used for the test is full, or the test VM did not start.
    .remedy =
        Open the run in XO (Backup › Logs); its task `health check` names the error
        Restore the VM by hand to see whether it works: in XO, Backup › Restore
still-running = Run without an end for more than a day
    .meaning = According to the log this run is still in progress, far longer than a backup takes. As long as XO counts it as running, it refuses every further start of the job.
    .cause = A transfer that hangs (storage, network, a host that no longer answers), or a log that was never closed.
    .remedy =
        Check whether anything is still moving: in XO, the Tasks menu, and the network graph of the XO VM
        Cancel the host's task that hangs: in XO, the Tasks menu, or `xe task-list` and `xe task-cancel uuid=…` on the pool master
        If nothing moves, run `systemctl restart xo-server` (on XOA: XOA › Support, restart) while no other job is running; the run then shows as interrupted, and the next one starts
        Run `xo-health jobs` to see how long this job's runs take (XOH-503)
nothing-recorded = Success without a record of any VM
    .meaning = The log calls the run a success, but it records no task for any VM although VMs were planned: it does not prove that anything was saved.
    .cause = XO dropped the tasks of old runs (after 31 days) and computes the status without them, the job has no usable target, or its snapshot retention is 0.
    .remedy =
        Check whether there are restore points of that day: in XO, Backup › Restore, the VM
        Check that the job has an enabled repository or SR and a retention above 0: in XO, Backup › Overview, edit the job
masked = XO does not show the error
    .meaning = XO hides the text of an internal error from users who are not administrators.
    .cause = Any error inside XO or XAPI.
    .remedy =
        Sign in to XO as an administrator: Settings › Logs shows the error with its text
        { step-xo-log }
job-not-runnable = XO refuses to run the job
    .meaning = XO did not start the job: something in it is missing or invalid, the plan of this XO does not include the feature, or XO is running in degraded mode.
    .cause = Settings that no longer fit together after an import or update, an expired trial, or credentials that XO cannot decrypt.
    .remedy =
        Open the job in XO and save it again: Backup › Overview, edit the job; the page marks what is missing
        Check the plan: in XO, XOA › Licenses
        { step-xo-log }
snapshot-not-found = Snapshot of the job gone
    .meaning = The snapshot that this run needed no longer exists.
    .cause = Someone, or another job, deleted it while the backup ran.
    .remedy =
        { step-again }
        Do not delete snapshots named `[XO Backup …]` while a job is running, and keep jobs on the same VM apart
backup-unreadable = Description of a backup cannot be read
    .meaning = A file in which XO describes a backup is damaged or empty, or an answer was not in the form that XO expected.
    .cause = A run was interrupted, the repository is full, or, for deltas, the host is older than XenServer 6.5.
    .remedy =
        Find the file that the message names and check whether it is empty: `ls -la` on the XO machine, in `/run/xo-server/mounts/ID/xo-vm-backups`
        Run the job again (in XO, Backup › Overview, its schedule's start button); it first removes what is incomplete
        { step-update-xo }
proxy-failed = XO proxy not reachable
    .meaning = XO could not reach the proxy that runs this job, so the result of the run is unknown.
    .cause = The proxy's VM is off or being updated, or TCP port 443 to it is closed.
    .remedy =
        Test the proxy: in XO, the Proxies menu, "Test"
        Start its VM, or update it: in XO, the Proxies menu, "Upgrade"
        Read its log: `journalctl -u xo-proxy` on its VM

## Backup repositories

repository-quota = Quota of the backup repository used up
    .meaning = The quota of the share, or of the user that XO writes with, is used up (error number 122, `EDQUOT`). `df` may still show free space.
    .cause = The NAS limits a share or a user, and backups or stale files have reached the limit.
    .remedy =
        Check the share's and the user's quota on the NAS, including the NAS's own snapshots: `quota -s` and `df -h` there
        Raise it, or delete backups that are no longer needed: in XO, Backup › Restore, the VM, "Delete backups"
        Test writing as XO does: `dd if=/dev/zero of=/run/xo-server/mounts/ID/quota-test bs=1M count=100 && rm /run/xo-server/mounts/ID/quota-test`; no error means that it works again
repository-stale = Stale mount of the backup repository
    .meaning = The share that XO has mounted is no longer the one on the server (error number 116, `ESTALE`). XO cannot reach files there until the share is mounted again.
    .cause = The NFS server was restarted, its export was moved or restored, or a storage cluster failed over.
    .remedy =
        In XO, open Settings › Remotes, disable the repository and enable it again, then "Test"; that remounts the share
        If it persists, run `umount -l /run/xo-server/mounts/ID` on the XO machine while no backup is running, then enable the repository again
file-too-large = File too large for the repository
    .meaning = The file system or object store of the repository does not accept a file of this size.
    .cause = A full backup is one file per VM: FAT32 allows 4 GiB, ext3 2 TiB, S3 5 TiB.
    .remedy =
        Use a delta backup with "Store backup as multiple data blocks" on the repository: in XO, Settings › Remotes, edit it; the next backup is a full one
        Or use a repository with another file system (`stat -f -c %T PATH` shows which it has)
repository-missing = Root of the backup repository missing
    .meaning = XO looked for the folder of its backups at the root of the repository and did not find it: the share is not mounted, or it is the wrong one.
    .cause = The share could not be mounted (server unreachable, export renamed), it was mounted empty, or someone moved the folder `xo-vm-backups`.
    .remedy =
        In XO, open Settings › Remotes and "Test" this repository; it must report that reading and writing work
        On the XO machine, `findmnt -T { $path }` shows whether the share is mounted there; disable and enable the repository to mount it again
        Check on the server that the folder `xo-vm-backups` is still there; if it was moved, move it back before the next run, or every VM starts over with a full backup
temporary-file-missing = Temporary file of the transfer gone
    .meaning = A backup is written to a file whose name begins with a dot and renamed at the end; that file, or the folder for it, was not there. This backup was not saved.
    .cause = The share became unreachable during the transfer, another program cleans up hidden files (synchronisation, antivirus, the NAS), or two XO servers write to one repository.
    .remedy =
        Test the repository: in XO, Settings › Remotes, "Test"
        Make sure that nothing else works in this share (synchronisation, antivirus, a second XO): `lsof +D FOLDER` on the NAS names what has files open there
        { step-again }
block-missing = Part of a backup missing in the repository
    .meaning = A backed-up disk in the repository ({ $path }) lacks a file or a block. This restore point and those that build on it cannot be trusted.
    .cause = A merge of old backups was interrupted, files were deleted outside of XO, or the storage of the repository lost them.
    .remedy =
        Do not delete anything by hand; let XO begin a new chain: in XO, Backup › Overview, edit the schedule, "Force full backup", run the job once and check that it succeeds
        Run a restore test to see which older backups are usable: in XO, Backup › Restore, the VM, "Restore health check"
        Then delete the broken restore points in XO: Backup › Restore, the VM, "Delete backups"
        Check the repository's storage: its own log, and `dmesg` on the server
file-missing = File missing
    .meaning = A file that should exist is missing: { $path }.
    .cause = If it is in a repository, it was deleted outside of XO, by a second XO or by the storage's own rules, or the share is not mounted.
    .remedy =
        Check that the share is mounted and the file is there: `ls -la { $path }` on the XO machine
        { step-test-repository }
        { step-again }
file-exists = File already exists
    .meaning = XO tried to create a file that already exists: { $path }.
    .cause = An interrupted run left it behind, or two jobs, proxies or XO servers write to the same folder.
    .remedy =
        Make sure that only one XO and no second proxy uses this repository: in XO, Settings › Remotes on each of them
        { step-again }; the run cleans up what was left behind
        If the name begins with a dot and no backup is running, move the file away: `mv { $path } /tmp/`
folder-busy = File or folder in use
    .meaning = Something else holds a file or folder of the repository: { $path }.
    .cause = Another backup or a merge is working there, the NAS or an antivirus is reading it, or an NFS or SMB client did not release it.
    .remedy =
        { step-again }
        See what holds it: `lsof +D { $path }` on the XO machine, or the list of open files on the NAS
        Exclude the share from antivirus and synchronisation on the NAS: `lsof +D FOLDER` there names what holds it
folder-not-empty = Folder not empty
    .meaning = XO could not remove a folder of an old backup, because something is still in it: { $path }. The new backup is not affected.
    .cause = An NFS client keeps a deleted file open (`.nfs…`), the NAS puts its own files there (`@eaDir`, `.snapshot`), or another process writes there.
    .remedy =
        See what is in it: `ls -la { $path }` on the XO machine
        Switch the NAS's indexing off for this share, so that it puts nothing there: `ls -la FOLDER` then shows only XO's files
        { step-next-run }
repository-unsupported = Not supported by the repository's file system
    .meaning = XO asked for something that the backup repository's file system does not support or does not allow: { $path }.
    .cause = There is a folder where a file should be, names are too long, or the share (FUSE, some NAS, old SMB versions) does not support the call. A proxy or container may be in between.
    .remedy =
        See what is there: `ls -la { $path }` and `stat -f -c %T { $path }` on the XO machine
        { step-test-repository }
        Use another version or kind of share: in XO, Settings › Remotes, edit it, "Custom mount options" (`vers=3.0` for SMB, `vers=4.1` or `vers=3` for NFS); "Test" must report that reading and writing work
        { step-xo-log }
out-of-files = Too many open files
    .meaning = The process has reached the limit on open files and connections.
    .cause = Many VMs or disks at once, or files that a bug leaves open.
    .remedy =
        Run fewer VMs at once: in XO, edit the job, Advanced settings, Concurrency
        Raise the limit on the XO machine: `systemctl edit xo-server`, `[Service]`, `LimitNOFILE=65536`, then `systemctl restart xo-server` while no backup is running; `grep files /proc/$(pgrep -o -f xo-server)/limits` shows the new limit
out-of-memory = Out of memory
    .meaning = A process needed more memory than the machine has.
    .cause = XO, or the control domain of a host, has too little memory for its VMs and jobs.
    .remedy =
        Find the process that ran out: `dmesg -T | grep -i 'out of memory'` and `free -m` on the XO machine
        Give XO more memory (at least 4 GiB, 8 GiB from about 100 VMs): shut its VM down, change the memory in its Advanced tab, and start it
        { step-concurrency }
mount-failed = Backup repository cannot be mounted
    .meaning = The XO machine could not mount the share of the repository, so nothing can be saved there.
    .cause = The server is unreachable, the export or share has another name, the XO machine is not allowed (`access denied`), the user or password is wrong, the protocol version does not match, or `nfs-common` or `cifs-utils` is not installed.
    .remedy =
        See what the server exports: `showmount -e SERVER` (NFS) or `smbclient -L //SERVER -U USER` (SMB) on the XO machine
        Try the mount as XO does: `mount -t nfs SERVER:/EXPORT /mnt` or `mount -t cifs //SERVER/SHARE /mnt -o username=USER`; its message names the reason
        Correct the repository: in XO, Settings › Remotes, edit it (options such as `vers=3` or `vers=3.0` go into "Custom mount options"), then "Test"
        If tools are missing: `apt install nfs-common cifs-utils`
smb-credentials = SMB share refuses the user
    .meaning = The SMB server does not accept the user or password, or the user may not do this on the share.
    .cause = The password was changed or has expired, the account is locked, or rights on the share or folder are missing.
    .remedy =
        Try the same user: `smbclient //SERVER/SHARE -U DOMAIN/USER -c ls` on the XO machine
        Re-enter the user and password: in XO, Settings › Remotes, edit the repository, then "Test"
        On the server, give the user write access to the share and the folder: `smbclient //SERVER/SHARE -U USER -c 'mkdir x; rmdir x'` must succeed
smb-share = SMB server failed or lost the session
    .meaning = The SMB server ended the session, does not know the share, or lacks a resource.
    .cause = The share was renamed, the server was restarted or is overloaded, or the SMB version does not match.
    .remedy =
        { step-test-repository }
        Check that the share exists: `smbclient -L //SERVER -U USER`
        Read the server's event log around that time: on Windows, `Get-WinEvent -LogName Microsoft-Windows-SMBServer/Operational`
        { step-again }
s3-parts = Object storage: too many parts
    .meaning = A file that is sent to object storage is split into at most 10,000 parts; this one needs more, so the backup of this VM fails each time.
    .cause = A full backup of a large VM (from about 50 GB with parts of 5 MiB) by an XO that does not choose larger parts.
    .remedy =
        Update XO: newer versions choose the part size by the size of the disk (on XOA: XOA › Updates)
        Or use a delta backup, which object storage holds as many small blocks, so that the limit does not matter: in XO, Backup › New, VM backup, "Delta backup"
        Or switch compression on for this full backup, if that makes it small enough: in XO, Backup › Overview, edit the job, Compression
s3-credentials = Object storage refuses the key
    .meaning = The object store does not accept the access key or its secret, or the key lacks the right to do this in the bucket.
    .cause = The key was changed or deleted, its policy lacks a right (list, read, write, delete), or the bucket is locked.
    .remedy =
        Re-enter the key and secret: in XO, Settings › Remotes, edit the repository, then "Test"
        Give the key `s3:ListBucket`, `s3:GetObject`, `s3:PutObject`, `s3:DeleteObject` and `s3:AbortMultipartUpload` on the bucket
s3-bucket = Bucket not found at this address
    .meaning = The object store does not have this bucket, or the bucket is in another region.
    .cause = The repository's name, endpoint or region in XO is wrong, or the bucket was deleted.
    .remedy =
        Correct the bucket, host and region: in XO, Settings › Remotes, edit the repository, then "Test"
        Check that the bucket exists: `aws s3api head-bucket --bucket NAME --endpoint-url URL`
s3-busy = Object storage overloaded
    .meaning = The object store could not serve the request in time or asks for fewer requests.
    .cause = Too many requests at once, or a fault at the provider.
    .remedy =
        { step-next-run }
        Run fewer VMs at once (in XO, edit the job, Advanced settings, Concurrency), or limit the speed there ("Max export rate")
        If it comes back, check the provider's status page, for AWS `https://health.aws.amazon.com`
s3-clock = XO's clock differs from the object store's
    .meaning = The object store refuses requests whose time differs by more than 15 minutes from its own.
    .cause = The XO machine's clock is wrong.
    .remedy =
        On the XO machine, switch synchronisation on with `timedatectl set-ntp true`; `timedatectl` must then say "System clock synchronized: yes"
s3-upload = Upload to object storage not completed
    .meaning = The object store no longer has parts of the upload, or they arrived damaged. This backup was not saved.
    .cause = A rule of the bucket removes unfinished uploads too early, or the connection corrupts data.
    .remedy =
        Check the bucket's lifecycle rules, which must keep unfinished uploads longer than the longest backup takes: `aws s3api get-bucket-lifecycle-configuration --bucket …`
        { step-again }
s3-locked = Backup protected against changes
    .meaning = The object or file may not be changed or deleted yet, or is in an archive class from which it has to be restored first.
    .cause = Immutability or an object lock lasts longer than the retention of the job, or a rule moved backups to an archive class.
    .remedy =
        Make the protection shorter than the retention of the job, or keep more backups: `aws s3api get-object-lock-configuration --bucket …` shows the protection, the job in XO under Backup › Overview the retention
        Exclude backups from rules that move objects to an archive class: `aws s3api get-bucket-lifecycle-configuration --bucket …` lists them
s3-unsupported = Object storage does not support this request
    .meaning = The object store does not support something that XO requests.
    .cause = A product that implements only part of S3, or a change in the library that XO uses (checksums of uploads).
    .remedy =
        Update the object store, and XO (on XOA: XOA › Updates)
        Ask its maker whether it is compatible with the AWS SDK for JavaScript, version 3; `npm ls @aws-sdk/client-s3` in XO's folder shows the exact version
encryption = Backup repository cannot be decrypted
    .meaning = The key in XO does not match the data of the repository.
    .cause = The key was changed or entered wrongly, or the repository holds backups that were made without encryption or with another key.
    .remedy =
        Enter the right key: in XO, Settings › Remotes, edit the repository, "Encryption key", then "Test"; the key has 32 characters
        Never change the key of a repository that has backups in it; for a new key, use a new, empty folder: in XO, Settings › Remotes, "New file system remote"
vhd-footer = Backed-up disk damaged: its two footers differ
    .meaning = A VHD file contains its footer twice, and in this file in the repository the two differ: a merge or transfer of it was interrupted. The old chain of this disk is damaged; a full backup made after it is good.
    .cause = XO, its merge worker or the repository stopped during a merge of old backups. As long as the file is there, every later run reports it and counts as failed.
    .remedy =
        Check in XO, Backup › Logs, that a later full backup of this VM succeeded ("Backup fell back to a full"), or run one: Backup › Overview, edit the schedule, "Force full backup"
        Prove it: in XO, Backup › Restore, the VM, "Restore health check" of the newest backup
        Update XO: newer versions repair or remove such files (on XOA: XOA › Updates)
        Then delete the old chain, all backups before that full one: in XO, Backup › Restore, the VM, "Delete backups"; the next run must end without this message
vhd-damaged = Backed-up disk damaged or incomplete
    .meaning = A disk image that XO received, or reads from the repository, is not valid: it is damaged, or only part of it arrived.
    .cause = The host's export ended too early, a merge was interrupted, or the storage of the repository returned wrong data.
    .remedy =
        { step-full }
        Run a restore test to see which restore points are usable: in XO, Backup › Restore, the VM, "Restore health check"
        Delete the broken ones: in XO, Backup › Restore, the VM, "Delete backups"
        Check the repository's storage: `dmesg` on its server, its disks and its file system
root-disk-missing = Chain of backups without its full backup
    .meaning = The oldest part of a chain of backups, the full one that all others build on, is not in the repository. These restore points cannot be restored.
    .cause = It was deleted outside of XO, a merge was interrupted, or only part of the repository was copied.
    .remedy =
        { step-full }
        Look for a copy of the repository that still has the file before you delete the others: `find FOLDER -name '*.vhd'` on each
delta-base-missing = Base of the delta missing
    .meaning = The base of the delta is gone: the previous replica on the target, the previous backup in the repository, or the snapshot on the source.
    .cause = Someone deleted it, or an earlier run failed after removing it.
    .remedy =
        { step-full }
        For a replication, first delete the leftover replica on the target and the job's snapshot on the source: in XO, the VM's Snapshots tab, `[XO Backup …]`
        In future, do not delete snapshots and replicas that XO made: in XO, on the VM's Snapshots tab, they are named `[XO Backup …]`
service-unavailable = Backup repository disabled or not answering
    .meaning = XO is not using this repository: it is disabled or deleted, or an earlier access failed and XO waits before it tries again.
    .cause = See the error that came first.
    .remedy =
        { step-test-repository }
        If it is disabled, enable it there; if it was deleted, choose another repository in the job: in XO, Backup › Overview, edit the job

## Restores

file-restore-disk = File restore: the backed-up disk cannot be opened
    .meaning = To restore single files, XO opens the backup's disk on its own machine (with FUSE; older versions with `vhdimount`), and that failed. The backup itself may be good: restoring the whole VM does not need this.
    .cause = `vhdimount` or FUSE is missing on the XO machine, its container may not use `/dev/fuse`, the repository's path is not absolute, or a file of the backup's chain is gone.
    .remedy =
        Restore the whole VM under another name and take the files from it: in XO, Backup › Restore, the VM
        Install what is missing on the XO machine (not on an XOA, which has it): `apt install fuse3 libfuse2 lvm2 libvhdi-utils`; `ls -l /dev/fuse` and `vhdimount -V` must then work; give a container `--device /dev/fuse --cap-add SYS_ADMIN`
        Check that the file named in the message is there: `ls -la { $path }` on the XO machine; if it is not, try another restore point
        { step-restore-test }
file-restore-lvm = File restore: LVM or RAID inside the disk cannot be opened
    .meaning = The backup's disk holds an LVM volume group (or a software RAID), which the XO machine could not activate. The backup itself is not affected: restoring the whole VM does not need this.
    .cause = `lvm2` is missing on the XO machine, the volume group has the same name as one on that machine (`ubuntu-vg`, `rl`, `debian-vg`), it spans several disks of the VM, or XO runs in a container that may not create devices.
    .remedy =
        Restore the whole VM under another name and take the files from it: in XO, Backup › Restore, the VM
        On the XO machine, `vgs -o vg_name,vg_uuid` lists its own groups; if the name is the same, rename the XO machine's group (`vgrename UUID NEWNAME`, then adapt its boot configuration), or use an XOA, which has none
        Install what is missing: `apt install lvm2`; `pvs --version` must then work
        If the group spans several disks, or is a RAID (`linux_raid_member`), restore the whole VM: it cannot be opened from one backed-up disk
file-restore-partition = File restore: partition cannot be opened
    .meaning = XO opened the backup's disk, but its own machine could not mount this partition or volume. The backup itself is not affected: restoring the whole VM does not need this.
    .cause = A file system that the XO machine does not know (encrypted, ZFS, BitLocker, Windows dynamic disk, newer XFS), swap or a partition without a file system, a file system that was not clean when the snapshot was taken, or no free loop device (containers).
    .remedy =
        Choose another partition in the list: boot, swap and LVM partitions hold no user files themselves
        Restore the whole VM under another name and take the files from it: in XO, Backup › Restore, the VM
        Check what the XO machine can mount: `cat /proc/filesystems`, `losetup -f`; install `ntfs-3g`, `xfsprogs` or `btrfs-progs`, then choose the disk again
metadata-unusable = Metadata backup not written or unusable
    .meaning = A backup of pool metadata, or of XO's configuration, could not be written, listed or read back. Backups of VMs are not affected.
    .cause = One of its files is missing or truncated (`metadata.json`, `data`, `data.json`), it was written by another version of XO, the repository was moved, or its pool was not reachable.
    .remedy =
        Use another one: in XO, Backup › Restore › Metadata, choose an older date
        Check that its files are there: `ls -la` of the folder `xo-config-backups` or `xo-pool-metadata-backups` in the repository
        Back up the metadata again: in XO, Backup › Overview, start the metadata job; the new entry is then listed under Backup › Restore › Metadata
        Save the pool's database by hand: `xe pool-dump-database file-name=FILE` on the pool master, and XO's configuration: in XO, Settings › Config, "Download current config"

## Connections

own-address = XO connects to itself
    .meaning = XO tried to reach a host or a repository at an address of its own machine ({ $address }), where nothing answers. This is a wrong setting, not a passing fault: waiting does not help.
    .cause = The address of the server in XO's settings, or a proxy in its configuration, is `localhost` or `127.0.0.1`; or the name of the pool master resolves to it (`/etc/hosts`).
    .remedy =
        In XO, open Settings › Servers and enter the address of the pool master; the server then shows as connected
        On the XO machine, check what the name resolves to: `getent hosts NAME`; correct `/etc/hosts` or the DNS server
        Look for a proxy in the configuration of XO: `grep -rn proxy /etc/xo-server/`
private-address = Private address cannot be reached from XO
    .meaning = XO could not connect to { $address }, an address inside a private network. If every VM fails like this, the address is wrong for XO or the path to it is closed: that is a setting, and waiting does not help.
    .cause = XAPI answers with the address that the host has in its own network: if the host is behind NAT or a firewall, or at another site, XO cannot reach it. Or the host is switched off, or its toolstack is being restarted.
    .remedy =
        On the XO machine, try the address: `curl -skI https://{ $address }/`; any answer means that the network path is open
        If nothing answers although the host is up, open a route, a VPN or the firewall (TCP 443, and 10809 for NBD) from XO to all hosts of the pool, not only to the master: `nc -zv HOST 443` on the XO machine must succeed
        Behind NAT, run an XO proxy inside that network, and choose it for the server (in XO, Settings › Servers) and for the job
        If only one host fails, check whether it is up: `xe host-list params=name-label,address,enabled` on the pool master
http-timeout = No data for too long during a transfer
    .meaning = The host sent nothing for 5 minutes, so XO gave up the transfer. This usually happens in every run: just waiting for the next one does not help.
    .cause = A full backup with compression (zstd, gzip) of a disk with much free space: while the host compresses zeros, it sends nothing. Less often, an overloaded control domain or a slow SR.
    .remedy =
        Switch the compression of the job off: in XO, Backup › Overview, edit the job, Compression "Disabled"
        Or use a delta backup with NBD for these VMs, which skips free blocks: in XO, Backup › New, VM backup, "Delta backup", Advanced settings, NBD
        Or raise the limit on the XO machine: write `[xapiOptions]` and `httpInactivityTimeout = 1800000` (30 min) into `/etc/xo-server/config.httpInactivityTimeout.toml`, then `systemctl restart xo-server` while no backup is running
        Inside the VM, discard its free space (`fstrim -av` on Linux) and check whether the next run gets further
host-slow = Host does not answer in time
    .meaning = XO asked for a disk or sent a request, but the host did not begin to answer within the limit (5 minutes by default).
    .cause = The control domain of the host is overloaded or short of memory, the disk cannot be attached quickly (a slow SR, many images), or too many exports run at once.
    .remedy =
        Check the load of the host's control domain: `xentop`, `free -m` and `top` on the host while a backup is running
        Run fewer VMs at once: in XO, edit the job, Advanced settings, Concurrency
        Give the control domain more memory: in XO, the host's Advanced tab, "Control domain memory"; this needs a restart of the host
        Until then, raise the limit: `[xapiOptions]` and `httpInactivityTimeout = 1800000` in `/etc/xo-server/config.httpInactivityTimeout.toml`, then `systemctl restart xo-server`
premature-close = Transfer ended too early
    .meaning = The other side ended the transfer before it was complete. What was written is not a restore point.
    .cause = In a replication, usually the target: its SR is full, or its host stopped the import. In a backup, the sending host (disk unreadable, toolstack restarted) or the connection in between.
    .remedy =
        Check the free space of the target first: the SR's General tab in XO (`xe sr-list params=name-label,physical-size,physical-utilisation`), or the repository under Settings › Remotes
        Read the log on the target's host around that time: `grep -iE 'import|error|exception' /var/log/xensource.log`, and `/var/log/SMlog`
        Then check the network between both hosts and XO for losses, or a firewall or VPN that drops long connections: `ping -c 100 HOST` and `mtr HOST` on the XO machine
        { step-again }
aborted = Request aborted
    .meaning = XO itself ended a request before its answer was complete. This follows another error, or someone cancelled the task.
    .cause = A parallel step failed, so the transfer was no longer needed; or the job was stopped by hand.
    .remedy =
        Look for the error before it, which is the one that counts: in XO, Backup › Logs, the run, the VM
        { step-again }
        { step-xo-log }
nbd-aborted = NBD could not be started
    .meaning = XO wanted to read the disk over NBD, could not connect, and aborted the export that it had opened for it. The aborted request is only a consequence.
    .cause = No network of the pool has the purpose NBD, XO cannot reach the host that has the disk on TCP port 10809, or that host has no address in the NBD network.
    .remedy =
        { step-nbd-purpose }
        { step-nbd-port }
        Until then, switch NBD off for the job: in XO, edit the job, Advanced settings, "Use NBD"
nbd-unavailable = No NBD connection to the host
    .meaning = XO could not open a connection for network block devices (NBD) to any host that has the disk. If the job needs NBD (QCOW2, CBT), the backup fails or becomes a full one.
    .cause = No network of the pool has the purpose NBD, TCP port 10809 of the host that has the disk is closed for XO, or that host has no address in the NBD network.
    .remedy =
        { step-nbd-purpose }
        { step-nbd-port }
        Find out which host has the disk: the VM's host or, for a stopped VM, any host of the SR (`xe vdi-list uuid={ $vdi } params=sr-name-label`)
name-not-found = Name not resolved
    .meaning = XO could not resolve the name of a host, repository or mail server.
    .cause = The name is wrong or gone (`ENOTFOUND`), or the name service did not answer for a moment (`EAI_AGAIN`).
    .remedy =
        On the XO machine, run `getent hosts NAME` with the name from the message; if it returns nothing, correct the name in XO (Settings › Servers or Remotes) or the DNS server
        For `EAI_AGAIN`, check that the DNS server answers: `resolvectl status` or `/etc/resolv.conf` names it
        { step-again }
certificate = Certificate not trusted
    .meaning = XO does not trust the certificate of the host or repository, so no connection is made. Waiting does not help.
    .cause = The certificate is self-signed or from an authority that XO does not know, it names another address, or a proxy or firewall in between presents its own.
    .remedy =
        For a host, in XO, Settings › Servers, switch "Unauthorized certificates" on for this server; XO then no longer verifies who answers there
        Better, give the host a certificate from an authority that XO trusts (`xe host-server-certificate-install`), or add the authority on the XO machine and set `NODE_EXTRA_CA_CERTS` for xo-server
        For an S3 repository, in XO, Settings › Remotes, "Allow unauthorized" for this repository
        See which certificate is presented: `openssl s_client -connect { $address } </dev/null | openssl x509 -noout -issuer -subject -dates`
certificate-expired = Certificate expired or not yet valid
    .meaning = The other side's certificate is outside its validity period.
    .cause = It was not renewed, or the clock of XO or of the host is wrong.
    .remedy =
        Compare the clocks: `date -u` on the XO machine and on the host
        Renew the host's certificate: in XO, the host's Advanced tab, "Install new certificate", or `xe host-emergency-reset-server-certificate` on the host
tls = Encrypted connection not possible
    .meaning = Both sides could not agree on an encrypted connection.
    .cause = The other side does not speak TLS on this port (a wrong port, `http` instead of `https`), or only versions that are too old or too new for XO.
    .remedy =
        Check the scheme and port of the address: in XO, Settings › Servers or Remotes
        See what the other side speaks: `openssl s_client -connect { $address }`
        Update hosts older than XenServer 7.3; set options like `TLS_MIN_VERSION` only until then
redirected = The address is that of a web page, not of a host
    .meaning = XO asked XAPI to sign in and was sent to a web page instead: what answers at this address is not a host of the pool.
    .cause = The server's address in XO is that of XO itself, of a proxy or of another site.
    .remedy =
        In XO, open Settings › Servers and enter the address of the pool master; the server then shows as connected
        See who answers: `curl -skI https://{ $address }/` on the XO machine; an XCP-ng host answers with its own welcome page
http-status = Request refused by the other side's web server
    .meaning = The other side answered with an HTTP status instead of data: 401 and 403 mean that a right is missing, 404 that what was requested is gone, 5xx that the server itself failed.
    .cause = An export whose disk or session has vanished, a toolstack that is being restarted, or a proxy in between.
    .remedy =
        { step-again }
        Read the log on the host around that time: `grep -iE 'export|import|error' /var/log/xensource.log`
        { step-toolstack }
stream-destroyed = Transfer continued after its end
    .meaning = XO wrote to a transfer that was already closed. Another error closed it.
    .cause = The target or the source failed a moment earlier.
    .remedy =
        Look for this VM's first error in the log: in XO, Backup › Logs
        { step-again }
        { step-update-xo }

## The storage log

relink-failed = Merge done, but children could not be re-pointed
    .meaning = The data of the image { $vdi } was merged into its parent; then its children had to be re-pointed to that parent, and this failed. Nothing is lost, but the chain stays as long as before, and the garbage collector tries the same again and again.
    .cause = A host was restarted or lost the storage at that moment, a volume of a child is not active on this host ("No such file or directory"), or a tapdisk could not be paused.
    .remedy =
        Find the disks that depend on it: `xe vdi-list params=uuid,name-label,sm-config | grep -B 2 { $vdi }` on the pool master; children have it as `vhd-parent`, or have the key `relinking`
        { step-rescan }
        On LVM, `lvscan | grep { $vdi }` shows whether the volumes are there; activate one with `lvchange -ay /dev/VG_XenStorage-{ $sr }/VHD-…`, then rescan
        Keep all backups of these VMs; shut down a VM whose disk depends on it and start it again: that reopens its chain (in XO, the VM, "Shutdown", "Start")
        If the same lines appear after the next scan, contact XCP-ng support with them and attach what `xen-bugtool --yestoall` creates on the pool master; do not delete images by hand
leaf-no-room = No room to merge the last image of a disk
    .meaning = To merge the live image of the disk { $vdi } into its parent, the garbage collector first takes a snapshot of it, and the SR has no room for both. The disk stays at two images; that alone does not make XO skip it.
    .cause = The SR is too full. The line names the free space in bytes.
    .remedy =
        { step-free }
        { step-grow }
        Or merge it while the VM is off, which needs less space: shut the VM down, then `xe host-call-plugin host-uuid=… plugin=coalesce-leaf fn=leaf-coalesce args:vm_uuid=…` on the pool master
        Check that it worked: the SR's Advanced tab in XO no longer lists the disk to coalesce
merge-no-room = No room for a merge
    .meaning = The garbage collector has images to merge, but the SR has less free space than the merge needs. From now on chains grow with each backup, until XO skips the VMs or the chain limit is reached.
    .cause = The SR is too full; the line names the image and the free space.
    .remedy =
        { step-free }
        { step-grow }
        { step-rescan }
        Run `xo-health sr` to see what the largest merge needs
leaf-never-ends = Disk written faster than it can be merged
    .meaning = The garbage collector merged the live image of the disk { $vdi } in rounds, and each round left as much as the one before: the VM writes faster than the storage merges. It gave up and tries again later. The disk stays at two images, which alone does not make XO skip it.
    .cause = A busy disk, or a slow or overloaded SR.
    .remedy =
        Do nothing as long as the chain does not grow: `xo-health sr` shows its depth
        Rescan at a quiet hour: `xe sr-scan uuid={ $sr }` on the pool master
        Or merge it while the VM is off: shut it down, then `xe host-call-plugin host-uuid=… plugin=coalesce-leaf fn=leaf-coalesce args:vm_uuid=…`; the SR's Advanced tab then no longer lists the disk
merge-io = Merge stopped by an I/O error
    .meaning = The garbage collector could not read or write an image (disk { $vdi }) during a merge. It repairs the parent and tries again at its next run.
    .cause = The storage or a path to it is failing, or an image is damaged.
    .remedy =
        Keep all backups of the VMs on this SR, and check that their last backup can be restored: in XO, Backup › Restore, the VM, "Restore health check"
        Find the failing disk or path: `dmesg -T | grep -iE 'i/o error|failing path'` on the host, `multipath -ll` for block storage
        { step-check-image }
        { step-rescan }
merge-failed = A merge failed
    .meaning = The garbage collector hit an error while working on the disk { $vdi }; it skips this image until its next run. The words after EXCEPTION are the reason.
    .cause = A storage command failed, an image is damaged, or XAPI refused to pause a disk.
    .remedy =
        Read the same process's lines before it: `grep -B 30 -i exception /var/log/SMlog` on the pool master; the last command with `FAILED` is the cause
        { step-check-image }
        { step-rescan }
        { step-support }
collector-off = Garbage collector switched off for this SR
    .meaning = Someone switched the garbage collector or its merges off on the SR { $sr }; nothing is merged there until they are switched on again.
    .cause = A setting from an earlier repair was never reverted.
    .remedy =
        Check the switch: `xe sr-param-get uuid={ $sr } param-name=other-config` (`gc`, `coalesce`, `leaf-coalesce`)
        Once you know why it was set, remove it: `xe sr-param-remove uuid={ $sr } param-name=other-config param-key=gc` (or `coalesce`, `leaf-coalesce`)
        { step-rescan }
collector-not-here = Garbage collector does not run on this host
    .meaning = The garbage collector was started on a host that is not the master of the SR, or that is not connected to it. On that host it does nothing.
    .cause = A shared SR is merged only on the pool master; the master is not connected, or has just changed.
    .remedy =
        Check that the pool master is connected: `xe pbd-list sr-uuid={ $sr } params=host-uuid,currently-attached`
        Read SMlog on the pool master instead: `xe pool-list params=master` names it
        { step-replug }
collector-lock = Garbage collector waits for a lock
    .meaning = Another operation has held the lock of the SR { $sr } for more than 5 minutes, so the garbage collector gave up this round.
    .cause = A long scan, a snapshot or a delete on a slow or very large SR, or a process of the storage manager that hangs.
    .remedy =
        { step-again }
        See what holds it: `ps axf | grep -E 'sm/|vhd-util|cleanup'` on the pool master; a process older than an hour is stuck
        { step-rescan }
collector-stopped = Merge interrupted, resumes by itself
    .meaning = The garbage collector was stopped in the middle of a merge, by a restart or by an operation with a higher priority. The next run finishes or undoes the merge from its journal.
    .cause = A host that was restarted, an SR that was disconnected, or a disk that was deleted in the meantime.
    .remedy =
        { step-once }
        { step-rescan }
image-damaged = Image on the SR damaged or its parent missing
    .meaning = The storage manager found an image that is damaged, or whose parent is missing (disk { $vdi }). Nothing in its chain can be merged, and on some SRs the scan stops for all disks.
    .cause = Writes lost in a storage or power failure, a full file system, or an image deleted by hand.
    .remedy =
        Keep all backups of VMs on this SR and take no snapshot of this disk: in XO, Backup › Overview, disable the schedules of their jobs
        { step-check-image }
        Copy the disk while it can still be read: in XO, the VM, "Copy" to another SR (full copy), or restore it from backup
        { step-support }
two-hosts = QCOW2 chain in use on two hosts
    .meaning = An image of a QCOW2 chain can be merged only if all running VMs whose disks build on it are on one host; here they are on several, so the merge waits.
    .cause = VMs cloned from the same template or VM run on different hosts.
    .remedy =
        Migrate these VMs to one host until it is merged: in XO, the VM, "Migrate" (the disks stay where they are)
        Or make them independent with full copies, and use those: in XO, the VM, "Copy" (not a fast clone)
        { step-rescan }
tapdisk-io = I/O error under a running disk
    .meaning = The process that serves the disk { $vdi } of a VM (tapdisk) got an I/O error from the storage (errno 5). The VM sees a failing disk; its file system may become read-only.
    .cause = A disk of the storage, a controller, a cable or a path is failing, or the image points to a place that does not exist.
    .remedy =
        Keep all backups of the VMs on this SR ({ $sr }), and do not let retention delete old ones now: in XO, Backup › Overview, disable the schedules
        Find the failing part: `dmesg -T | grep -iE 'i/o error|failing path|sd[a-z]'` on the host, `smartctl -a /dev/sdX`, `multipath -ll`
        Find out which VM it is: `xe vbd-list vdi-uuid={ $vdi } params=vm-name-label,device`
        Once the path works again, back up the VM or copy it elsewhere, and check its file system: `fsck -n` or `chkdsk` in the VM
tapdisk-full = SR full under a running disk
    .meaning = The process that serves the disk { $vdi } of a running VM could not write, because the SR has no room left (errno 28). VMs on this SR stop writing or see a failing disk.
    .cause = The disks of a thin or file SR have outgrown it.
    .remedy =
        Act at once and free space on the SR { $sr }. Delete what is certainly not needed: snapshots, orphaned disks, ISO files (in XO, the SR's Disks tab)
        Pause VMs that write a lot until there is space: `xe vm-pause uuid=…`
        { step-grow }
        Then check the file systems of the VMs on this SR: `fsck -n` or `chkdsk` in each VM
tapdisk-error = Error of a disk process
    .meaning = The process that serves a VM's disk ({ $vdi }) hit an error; the number after errno names it (2 no such file, 13 permission, 22 invalid, 110 timed out, 116 stale).
    .cause = The storage was unreachable for a moment, a file of the chain is gone, or a host crashed.
    .remedy =
        Check whether the VM and its file systems still work: in XO, the VM's Console tab
        { step-way }
        { step-smlog }
host-storage-error = The host's kernel reports a storage fault
    .meaning = The host itself could not read or write its storage, or is waiting for it. What the storage manager and backups report is a consequence.
    .cause = A disk, controller, cable, switch or server is failing, or the storage is overloaded.
    .remedy =
        Keep all backups of the VMs on this storage: in XO, Backup › Overview, disable the schedules whose retention deletes old ones
        Find the fault from the host: `smartctl -a /dev/sdX` for a local disk, `multipath -ll` for block storage, `ping` and `nfsstat -c` for NFS
        Read the log of the storage itself, and `dmesg -T | tail -50` on the host
linstor-controller = LINSTOR controller not reachable
    .meaning = A host could not reach the LINSTOR (XOSTOR) controller, so no operation on this SR's disks is possible; running VMs keep running.
    .cause = The host with the controller is down, the controller is moving to another host, or the storage network is interrupted.
    .remedy =
        Find out where the controller runs: `systemctl is-active linstor-controller` on each host of the SR; one must answer "active"
        Check the nodes from there: `linstor node list`; each must be "Online"
        { step-way }
        { step-again }
sm-volume-gone = Volume or file not found by the storage manager
    .meaning = The storage manager looked for the disk { $vdi } on its SR ({ $sr }) and did not find the volume or file. Operations on this disk fail; backups of it may fail too.
    .cause = The SR is not connected on this host, the disk or its snapshot was deleted in between (then the error goes away), or the image is lost.
    .remedy =
        { step-rescan }
        Check whether it exists: `lvs VG_XenStorage-{ $sr }` on LVM, `ls -la /run/sr-mount/{ $sr }` on a file SR; XO shows a lost disk as missing
        { step-replug }
        { step-restore }
sm-no-room = The SR ran out of space
    .meaning = A command of the storage manager failed because the SR ({ $sr }) has no space left: snapshots and merges fail, and on thin or file SRs VMs stop writing.
    .cause = Disks that have grown, snapshots, or chains that are not merged yet.
    .remedy =
        { step-space }
        { step-snapshots }
        { step-free }
        { step-grow }
host-full = A host's own disk is full
    .meaning = The host could not write to a file system of its control domain: its log or root partition, or a file SR that has no space left. Imports, exports, snapshots and the toolstack itself fail until there is space.
    .cause = Logs that have grown, ISO images or updates left on the root partition, or a file SR (ext, NFS) that is full.
    .remedy =
        Find out which one is full: `df -h / /var/log /run/sr-mount/*` on the host that the line comes from
        Free the log partition: `ls -lhS /var/log | head`, then delete old, rotated files (`*.gz`, `*.1`); `df -h /var/log` then shows free space
        { step-free }
        { step-toolstack }
sm-io = The storage manager cannot read or write the SR
    .meaning = The host could not read or write the storage of the SR ({ $sr }): an I/O error, a stale or timed-out share, or a path that is gone.
    .cause = The storage or the network to it was unreachable, an NFS export was moved or restored, or a disk is failing.
    .remedy =
        { step-keep }
        { step-way }
        { step-replug }
        { step-support }
command-crashed = A command of the storage manager crashed
    .meaning = A command was killed or crashed on the host; a negative number after `rc` is the signal (-6 abort, -9 killed, -11 memory fault). The disk { $vdi } that it worked on is left as it was, or half done.
    .cause = A bug in the program (`td-util`, `vhd-util`, `tapdisk`, `qemu-img`), a damaged image that crashes it, or a host that ran out of memory and killed it (-9).
    .remedy =
        Check whether the host ran out of memory: `dmesg -T | grep -i -E 'killed process|segfault'`
        { step-check-image }
        Update the host with `yum update blktap sm` and restart it; `rpm -q blktap sm` names the versions
        Report it to XCP-ng at https://github.com/xcp-ng/xcp/issues with the lines around it; attach what `xen-bugtool --yestoall` creates
sm-login = XAPI refused the storage manager's session
    .meaning = A storage driver made a request to XAPI with a session that is not valid, or no longer valid, and XAPI refused it.
    .cause = The toolstack was restarted while the driver was working, the hosts of the pool run different versions, or the clocks of the hosts differ.
    .remedy =
        { step-again }
        Compare the hosts' versions and clocks: `xe host-list params=name-label,software-version`, and `date` on each host
        { step-toolstack }
sm-exception = The storage driver stopped with an exception
    .meaning = A storage driver hit a case that its code does not handle (`AssertionError`, `KeyError`, …). The operation on the disk { $vdi } or SR { $sr } failed because of it.
    .cause = A bug in the driver, an XAPI record that does not match the storage (after a crash, a restore of metadata, a file moved by hand), or different versions on the hosts of a pool.
    .remedy =
        { step-rescan }
        { step-again }
        Compare the versions of the hosts: `rpm -q sm blktap` on each; they must be the same
        Report it to XCP-ng at https://github.com/xcp-ng/xcp/issues with its stack trace; attach what `xen-bugtool --yestoall` creates
command-failed = A command of the storage manager failed
    .meaning = The storage manager ran the command in the brackets, which ended with an error. What that means depends on the command: `lv…` and `vg…` work on volumes, `vhd-util` and `qemu-img` on images, `mount` on shares.
    .cause = See the text in `stderr`, and the lines around it.
    .remedy =
        Read the same process's lines before and after it (its number is in brackets): `grep 'SM: \[PID\]' /var/log/SMlog`
        If the command only reads, run it by hand on the host to see its message: `vhd-util query`, `lvs`, `vgs`, `qemu-img info -U`
        Pass all these lines together to `xo-health explain -`: the lines before name the disk

## What to collect for a report

collect =
    The log of the run: in XO, Backup › Logs, the run, the button that copies or downloads it
    The log of xo-server around that time: `journalctl -u xo-server --since today > xo-server.log`
    If storage is involved: `/var/log/SMlog` and `/var/log/xensource.log` from the pool master for that hour
    The versions of XO (the About menu) and of the hosts (`xe host-list params=name-label,software-version`), and the types of SR and repository
    Remove names, addresses and keys before you publish any of it

## Whether it goes away

temporary-yes = yes: retrying usually works
temporary-maybe = maybe: it depends on the cause
temporary-no = no: someone has to act

## The page of all errors

page-title = Errors
page-intro = Every storage and backup error that xo-health knows: what it means, its usual cause, what to do (least harmful first), who acts first, and whether it goes away by itself. `xo-health explain` finds them in a text, a log or a report mail.
page-generated = This page is generated from the catalogue; do not edit it. `cargo xtask codegen` writes it.
page-numbered = Numbered failures of the storage manager
page-xapi = XAPI: disks and SRs
page-hosts = XAPI: hosts and VMs
page-orchestra = Xen Orchestra
page-program = Xen Orchestra's programs
page-shown = Shown as
page-cause = Usual cause
page-actor = Acts first
page-temporary = Temporary
page-note = Note
page-findings = Findings that report it early
page-sources = Sources
page-repository = Backup repositories
page-transport = Connections
page-restore = Restores
page-storage-log = The storage log
page-object-storage = Object storage
vdi-attached-elsewhere = Disk attached on another host
    .meaning = The storage manager has a mark that the disk { $vdi } is attached on a host, and refuses it to a second one: two hosts writing to it would destroy it. Nothing was changed.
    .cause = A host that crashed or lost its network still counts as the disk's user; a backup, a restore test or a control domain has it plugged in; or the VM really runs on another host.
    .remedy =
        See what has it attached: `xe vbd-list vdi-uuid={ $vdi } currently-attached=true params=uuid,vm-name-label` on the pool master
        Find the host that the mark names: `xe vdi-param-get uuid={ $vdi } param-name=sm-config` (`host_OpaqueRef…`); `xe host-list` shows which hosts are up
        { step-detach }
        Only if that host is certainly off, or no VBD of the disk is attached: `/opt/xensource/sm/resetvdis.py single { $vdi }` on the pool master; the mark is then gone, and the next run works. Never do this while a VM uses the disk
encrypted-vhd-file = Backup is a single file, which encryption does not support
    .meaning = The repository is encrypted, but XO found a delta backup that is stored as one VHD file. XO can read encrypted delta backups only in blocks.
    .cause = "Store backup as multiple data blocks" was off when these backups were made, or encryption was switched on for a repository that already had backups.
    .remedy =
        Use a new, empty folder for encrypted backups: in XO, Settings › Remotes, "New file system remote", with the key and "Store backup as multiple data blocks" switched on; "Test" must report that reading and writing work
        Choose it in the job: in XO, Backup › Overview, edit the job; the next run makes full backups there
        Remove the old repository from the job, but keep it, with the settings that its backups were written with, until they have expired; Backup › Restore must list them
sr-forgotten = SR gone from the pool
    .meaning = XO uses a storage repository that XAPI no longer knows: it was forgotten or destroyed, or introduced again under another identity. Each run fails until the job is changed.
    .cause = The SR was removed or recreated; the pool's suspend or default SR points to one that is gone; or XO still shows what it knew before a toolstack restart.
    .remedy =
        See what is there: `xe sr-list params=uuid,name-label` on the pool master, and compare it with the job's targets: in XO, Backup › Overview, edit the job
        Choose an existing SR as the target, or as the schedule's "Health check SR"; the next run no longer fails
        Check the pool's own SRs: `xe pool-list params=default-SR,suspend-image-SR,crash-dump-SR`; set existing ones: `xe pool-param-set uuid=… suspend-image-SR=…`
        If the SR is there, disconnect and reconnect the pool so that XO reads it again: in XO, Settings › Servers
datapath = Wrong state of a disk's connection on the host
    .meaning = The toolstack's record of how the disk is attached does not match what was requested (`Storage_error`, `Illegal_transition`): it counts as attached read-only, on another host or not at all.
    .cause = An export or a start that was interrupted, a host that restarted while disks were attached, or a disk that is plugged into a control domain.
    .remedy =
        { step-detach }
        { step-again }
        Search `/var/log/xensource.log` on the VM's host: `grep -i storage_error /var/log/xensource.log | tail` names the disk and what was expected
        { step-toolstack }
        If it persists, shut the VM down and start it on another host: in XO, the VM, "Shutdown", then "Start on…"; the next run then works
storage-log-calm = No error in this storage log
    .meaning = None of these lines reports an error: during the time that they cover, the storage manager and its garbage collector worked.
    .cause = The fault occurred at another time or on another host (only the pool master merges), or merges work but are slower than backups create work for them.
    .remedy =
        Search the hour of the failed run on the pool master, including the older files: `zgrep -iE 'exception|error|fail' /var/log/SMlog*`
        See what is pending: `xo-health sr` or, in XO, the SR's Advanced tab, the disks to coalesce; the list gets shorter as merges proceed
        If the same image is merged again and again, back up this VM less often, or merge it offline: shut it down, then `xe host-call-plugin host-uuid=… plugin=coalesce-leaf fn=leaf-coalesce args:vm_uuid={ $vm }`; the Advanced tab then no longer lists it
repository-slow = Repository does not answer in time
    .meaning = XO was merging or cleaning up old backups in the repository, and one read or write there did not finish within its limit (10 minutes by default). The new backup itself may be complete.
    .cause = The repository's storage is overloaded or stalls for minutes (a scrub, snapshots or deduplication on the NAS, a failing disk), or too many runs work on it at once.
    .remedy =
        { step-test-repository }
        See what loads it at that time: `iostat -x 5` on the repository's server, `nfsiostat 5` on the XO machine; move scrubs and other jobs to another time
        { step-concurrency }
        Run the job again, and the merge resumes where it stopped: in XO, Backup › Overview, its schedule's start button; Backup › Logs shows `merge` as a success
upgrade-unfinished = Pool in the middle of an upgrade
    .meaning = The hosts of the pool have different versions, so XAPI assumes that the pool is being upgraded, and refuses snapshots, exports and other operations. It does so in each run until all hosts have the version of the master.
    .cause = An upgrade or update was not finished on every host: one was not updated, or not restarted afterwards; or a host was updated before the master.
    .remedy =
        Compare the versions: `xe host-list params=name-label,software-version` on the pool master; in XO, the pool's Patches tab lists what is missing
        Finish the update on each host, the master first, and restart it or its toolstack (`xe-toolstack-restart`); all then show the same `build_number`
        { step-again }
