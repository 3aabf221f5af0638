# The words of errors, in English. One message per entry of the catalogue: its value is the title, `.meaning` what it
# says, `.cause` the usual cause in backups, `.remedy` the steps, the least harmful first, one a line; `.note` (where
# there is one) what is often believed and wrong. Titles and steps end without a full stop.

## Steps that many share

step-again = Run the job again: in XO Backup, Overview, the start button of its schedule; Backup, Logs shows how it ends
step-next-run = Wait for the next run: it usually passes; Backup, Logs shows how it ended
step-free = Delete snapshots and orphaned disks on this SR that nobody needs (in XO the SR, tab Disks; Dashboard, Health, "Orphan VDIs"), and wait until they are merged: only then does the free space of the SR grow
step-grow = Move a disk to another SR (in XO the VM, tab Disks, "Migrate VDI", or `xe vdi-pool-migrate uuid={ $vdi } sr-uuid=…`), or enlarge the SR
step-exclude = Leave the disk out of backups: write `[NOBAK]` into its name (in XO the VM, tab Disks, or `xe vdi-param-set uuid={ $vdi } name-label="[NOBAK] …"`)
step-rescan = Rescan the SR: in XO the SR, "Rescan all disks", or `xe sr-scan uuid={ $sr }` on the pool's master; that starts the garbage collector, and the tab Advanced then lists fewer disks to coalesce
step-smlog = Read the storage log of the pool's master around that time: `grep -iE 'exception|error|fail' /var/log/SMlog*`; it names the image and the error, and `xo-health explain` reads its lines
step-replug = Connect the SR again while no backup runs: in XO the SR, tab Hosts, disconnect and connect, or `xe pbd-list sr-uuid={ $sr }`, then `xe pbd-unplug uuid=…` and `xe pbd-plug uuid=…`; `currently-attached` is true then
step-way = Check the path to the storage: `ping` and `multipath -ll` on the host, `dmesg -T | tail`, then the storage itself
step-keep = Keep all backups of these VMs: in XO Backup, Overview, switch the schedules off whose retention would delete old ones, until this is repaired
step-apart = Move jobs that work on the same VM apart: in XO Backup, Overview, edit the job, its schedules; Backup, Logs then shows no two of them at one time
step-space = Look at the free space of the SR: in XO the SR, tab General, or `xe sr-list uuid={ $sr } params=name-label,physical-size,physical-utilisation`
step-restart-vm = Shut the VM down and start it again (in XO the VM, "Shutdown", "Start", or `xe vm-shutdown uuid={ $vm }`, `xe vm-start uuid={ $vm }`): that reconnects its disks and clears the mark; the next run of the job then ends well
step-restore = Restore the disk from the newest backup: in XO Backup, Restore, the VM; start the restored VM and check it before the broken one is deleted
step-restore-test = Check by a restore test which restore points are usable: in XO Backup, Restore, the VM, "Restore health check"; it ends with success
step-full = Run the job once with a full backup, which builds on nothing: in XO Backup, Overview, edit the job, its schedule, "Force full backup", start it, then switch it off again; Backup, Logs shows the run as a success
step-cbt-off = Switch changed block tracking off for this disk: in XO the VM, tab Disks, "CBT", or `xe vdi-disable-cbt uuid={ $vdi }`; the next backup of it is a full one, `xe vdi-param-get uuid={ $vdi } param-name=cbt-enabled` says false
step-cbt-anew = If it happens each time, switch changed block tracking off and on again for this disk: `xe vdi-disable-cbt uuid={ $vdi }`, then `xe vdi-enable-cbt uuid={ $vdi }` (in XO the VM, tab Disks, "CBT"); one more full backup, then deltas
step-one-full = Expect one full backup, with its time and space: in XO Backup, Logs, the next run shows its size; the one after is a delta again
step-no-memory = Back the VM up without its memory: in XO Backup, Overview, edit the job, Advanced settings, Snapshot mode "Normal" (and take the tag `xo-memory-backup` off the VM)
step-tools = Install or update the guest tools in the VM; in XO the VM, tab General shows their version, or `xe vm-param-get uuid={ $vm } param-name=PV-drivers-version`
step-concurrency = Run fewer VMs at once: in XO Backup, Overview, edit the job, Advanced settings, Concurrency; the run takes longer, and `xe task-list` shows fewer exports
step-snapshots = Delete snapshots that nobody needs: in XO the VM, tab Snapshots, or the SR, tab Disks (`xe snapshot-list snapshot-of={ $vm } params=uuid,name-label,snapshot-time`, `xe snapshot-uninstall uuid=…`); each is gone for good, and the space is back only after the merge: the SR, tab Advanced, then lists no disk to coalesce
step-merges = Wait until the storage has merged what is pending: in XO the SR, tab Advanced, lists the disks to coalesce, `xo-health sr` how long it takes; the list is empty then
step-job-vms = Take it out of the job if it is gone for good: in XO Backup, Overview, edit the job, VMs; the next run no longer names it
step-once = Nothing to do if it happened once: Backup, Logs in XO shows how the next run ends
step-retention = Keep fewer snapshots: in XO Backup, Overview, edit the job, its schedules, "Snapshot retention"; the next runs delete what is beyond it, older points in time are then gone
step-support = Contact your storage vendor's support or that of XCP-ng with those lines before you delete anything; attach the archive that `xen-bugtool --yestoall` makes on the pool's master
step-check-image = Have the image checked on the host (reads only): `vhd-util check -n FILE` for VHD, `qemu-img check -U FILE` for QCOW2; restore from backup what is broken
step-detach = Disconnect the disk from the control domain: in XO Dashboard, Health, "VDIs attached to Control Domain", or `xe vbd-list vdi-uuid={ $vdi } params=uuid,vm-name-label,currently-attached` and `xe vbd-unplug uuid=…`; the list is empty then
step-toolstack = If nothing else helps: `xe-toolstack-restart` on the host; running VMs keep running, backups and tasks on it are interrupted
step-update-xo = Update XO if it happens again (XOA: menu XOA, Updates)
step-xo-log = Read the log of xo-server around that time: `journalctl -u xo-server --since today` on the machine of XO
step-test-repository = Test the repository: in XO Settings, Remotes, "Test"; it must report that reading and writing work
step-nbd-purpose = Give a network the purpose NBD: in XO the pool, tab Network, "NBD connection", or `xe network-param-add uuid=… param-name=purpose param-key=nbd`; the log of the next run then says "Transfer data using NBD"
step-nbd-port = Open TCP port 10809 from XO to every host of the pool: `nc -zv HOST 10809` on the machine of XO must succeed, for the host that has the disk in particular

## Numbered failures of the storage manager

invalid-argument = Wrong argument or SR configuration
    .meaning = The storage driver refused an argument.
    .cause = The device configuration of a PBD is wrong; errors without a number of their own come as this one, too.
    .remedy =
        { step-smlog }
        Compare the connection (PBD) with that of a host where it works: `xe pbd-list sr-uuid={ $sr } params=uuid,host-uuid,device-config`; recreate a wrong one (`xe pbd-unplug`, `xe pbd-destroy`, `xe pbd-create`, `xe pbd-plug`), `currently-attached` is true then
sr-in-use = SR in use
    .meaning = The storage driver cannot detach or create an SR whose device is busy.
    .cause = A disk on it is in use, or another SR holds the device.
    .remedy =
        See what runs on this SR and wait for it: in XO menu Tasks, or `xe task-list`; the list is empty then
        Shut down what uses it: `xe vbd-list currently-attached=true params=vm-name-label,vdi-uuid` names the VMs (in XO the SR, tab Disks); then try again
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
        Keep the disk in the backup but out of its snapshot (`[NOSNAP]` in its name: in XO the VM, tab Disks), or use an offline backup: edit the job, Advanced settings, "Offline backup" (the VM is down while it runs)
        Move the disk to an SR that can snapshot: in XO the VM, tab Disks, "Migrate VDI", or `xe vdi-pool-migrate uuid={ $vdi } sr-uuid=…`; a snapshot by hand (the VM, "Snapshot") then works
sr-not-empty = SR not empty
    .meaning = Someone tried to destroy an SR that still holds disks.
    .cause = Someone tried to destroy the SR; no backup does that.
    .remedy =
        Move or delete its disks first (in XO the SR, tab Disks), or forget the SR instead of destroying it: the SR, tab Advanced, "Forget", or `xe sr-forget uuid={ $sr }`; its data stay on the storage
scan-failed = SR cannot be scanned
    .meaning = The scan of the SR stopped. Until it works the garbage collector does not merge anything there either.
    .cause = An image is damaged or unreadable (its id stands in the text), or its parent is missing.
    .remedy =
        { step-keep }
        { step-smlog }
        { step-check-image }
        { step-support }
sr-exists = SR exists already
    .meaning = Someone tried to create an SR where one already exists.
    .cause = The device or share already holds an SR.
    .remedy =
        Connect the SR that is there instead of creating one: in XO New, Storage, it lists what it finds at this address and offers to reattach it, or `xe sr-introduce uuid={ $sr }`; the data on it stay
vdi-exists = Disk exists already
    .meaning = A disk with this id exists already on the SR.
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
    .note = No fixed figure of free space is always enough, because what a snapshot needs depends on what the VM has written; bounds can be calculated (`xo-health check`). This error comes from LVM SRs and LINSTOR only; a full file SR (ext, NFS) shows `SR_BACKEND_FAILURE_81` with "error 28" instead.
vdi-unavailable = Disk not available
    .meaning = The storage driver cannot use the disk now.
    .cause = It was not detached cleanly (a host crashed or was restarted), an operation on it was interrupted, or two collided.
    .remedy =
        { step-again }
        { step-rescan }
        { step-detach }
        If no host uses the disk (`xe vbd-list vdi-uuid={ $vdi } currently-attached=true` lists none): `/opt/xensource/sm/resetvdis.py single { $vdi }` on the pool's master takes the stale attachment away; the next run then works. Never while a VM uses the disk
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
    .meaning = LVM could not create a volume, or an unfinished operation on this disk is recorded already.
    .cause = A journal of an interrupted operation is left, or the volume group is full or damaged.
    .remedy =
        { step-rescan }: that finishes interrupted operations
        { step-smlog }
        Check the volume group on the pool's master: `vgs` (free space) and `pvs` (missing devices)
lv-busy = Logical volume not released
    .meaning = LVM could not remove or deactivate a volume.
    .cause = A process still holds the device open.
    .remedy =
        { step-again }
        { step-smlog }
        Find the process that holds the device, on the host that is named there: `lsof /dev/VG_XenStorage-{ $sr }/VHD-{ $vdi }`, `dmsetup info -c | grep { $vdi }` (an open count above 0)
lv-mount = Volume cannot be mounted
    .meaning = A logical volume, or the file system on it, could not be activated.
    .cause = The file system is damaged, or the device is missing.
    .remedy =
        { step-smlog }
        { step-way }
        Have the file system checked (`fsck`) while the SR is disconnected
lv-io = Volume cannot be read or written
    .meaning = Reading from or writing to a logical volume failed.
    .cause = The storage or the path to it fails.
    .remedy =
        { step-keep }
        { step-way }
        { step-smlog }
not-master = Not on the pool's master
    .meaning = The operation has to run on the master of the pool, or of the LINSTOR cluster, and ran elsewhere.
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
    .cause = Rights on the share, or it is not mounted.
    .remedy =
        Try the share by hand on the host: `findmnt | grep sr-mount`, `touch /run/sr-mount/{ $sr }/x && rm /run/sr-mount/{ $sr }/x`; then correct rights or export on the storage (`no_root_squash` for NFS)
vdi-remove = Image file not removed
    .meaning = The file of a disk could not be removed.
    .cause = A lock on the NFS server, or a process that holds the file.
    .remedy =
        { step-rescan }
        See who holds the file: `lsof /run/sr-mount/{ $sr }/{ $vdi }.vhd` on each host, and the list of locks on the NFS server
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
    .cause = Changed block tracking, or the purge of snapshot data, on a raw disk or on something that is no snapshot.
    .remedy =
        { step-cbt-off }
        { step-update-xo }
iscsi = iSCSI target not usable
    .meaning = The target was not found, refused the login, or its device did not appear.
    .cause = The target or the network is down, or name, password or access list are wrong.
    .remedy =
        { step-way }
        Check the CHAP user and password (`xe pbd-list sr-uuid={ $sr } params=device-config`) and the initiator's name (`xe host-list params=name-label,iscsi-iqn`) against the access list of the target
        { step-replug }
nfs = NFS share not usable
    .meaning = The NFS share could not be mounted, unmounted or used.
    .cause = The server does not answer, speaks another version, or the mount is stale.
    .remedy =
        { step-way }
        Check exports and version: `showmount -e SERVER` and `rpcinfo -p SERVER` on the host name this host and the version of the SR
        { step-replug }
vg-create = Volume group not created
    .meaning = LVM could not create the volume group of a new SR.
    .cause = The device is in use or carries old signatures; no backup does this.
    .remedy =
        { step-smlog }
        Check that the device is the right one and empty: `lsblk`, `wipefs -n /dev/disk/by-id/…` (reads only)
create-no-space = No room to create a disk
    .meaning = The SR was full while a disk was created.
    .cause = The file system behind a file SR is full, often the target of a replication or of a restore.
    .remedy =
        { step-free }
        { step-grow }
vdi-create = Disk not created
    .meaning = The storage driver could not create a disk.
    .cause = The text gives it; a full file system shows "error 28".
    .remedy =
        { step-again }
        { step-space }
        { step-smlog }
vdi-size = Size not possible
    .meaning = The disk is larger than its format allows (2040 GiB for VHD), the request would shrink it, or its image is damaged.
    .cause = A large VHD disk, or a target with another limit.
    .remedy =
        Do not shrink the disk; `xe vdi-param-get uuid={ $vdi } param-name=virtual-size` shows its size in bytes
        Use QCOW2 for disks beyond 2040 GiB, where the hosts have it (XCP-ng 8.3): in XO New, Disk, on an SR whose tab Advanced lists qcow2
        Or split the data over several disks: in XO the VM, tab Disks, "New disk", and join them inside the VM (LVM, storage spaces)
vdi-delete = Disk not deleted
    .meaning = The storage driver could not delete or hide a disk or snapshot.
    .cause = It still has children: the merge is not done yet; or a file is locked.
    .remedy =
        { step-merges }
        { step-rescan }
        { step-smlog }
clone-no-space = No room for the snapshot on a file SR
    .meaning = The file system behind the SR was full while a snapshot was taken (error 28: no space left). The backup was refused; running VMs may meet I/O errors next.
    .cause = A file SR (ext, NFS, ZFS, XOSTOR) is full: it reports this where LVM reports `SR_BACKEND_FAILURE_44`.
    .remedy =
        Act at once: running VMs write to the same file system; pause those that can wait: in XO the VM, "Pause", or `xe vm-pause uuid=…` (`xe vm-unpause` lets them go on)
        { step-free }
        { step-grow }
vdi-clone = Snapshot or clone failed
    .meaning = The storage driver could not take the snapshot.
    .cause = The number after "error" gives the reason: 2 a file vanished, 5 an I/O error, 28 no space left. On LVM: a snapshot that was rolled back, or a hidden disk.
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
    .cause = Paths of a multipathed storage are missing.
    .remedy =
        { step-way }
        See the paths on the host: `multipath -ll` (all active), `pvs`; then `systemctl status multipathd`
refcount = Use count cannot be read
    .meaning = A host cannot read how often an image is in use.
    .cause = The host's own file system is full or damaged.
    .remedy =
        Free space on the root file system of the host: `df -h /`, `du -xh /var/log | sort -h | tail`; old logs can go
        Move its VMs away and restart the host: in XO the host, "Enable maintenance mode", "Reboot"; `xe host-list params=name-label,enabled` says true when it is back
chain-too-long = Snapshot chain too long
    .meaning = The chain of images behind one disk of the VM has 30 nodes, so the storage refuses another snapshot. No backup of this VM is possible until the chain is shorter. The VM itself keeps running.
    .cause = Too many snapshots are kept, or snapshots were deleted and their data is not merged yet. Hidden images that no list shows count too.
    .remedy =
        { step-snapshots }
        { step-merges }
        { step-retention }
        See that merging has room and is switched on: `xo-health sr`, `xe sr-param-get uuid={ $sr } param-name=other-config` (no `gc=false`, no `coalesce=false`)
        Or copy or migrate the disk to another SR (in XO the VM, tab Disks, "Migrate VDI", or `xe vdi-pool-migrate uuid={ $vdi } sr-uuid=…`): the copy starts with a chain of one node, and the next backup is a full one
    .note = It is often said that a VM may have 30 snapshots. The storage counts the nodes of the chain of each disk, the disk itself included: 29 snapshots at most on a fresh disk, fewer where a template or hidden images lie below, and deleting snapshots helps only after the merge. Restarting the job by force skips XO's check, not this limit.
vdi-resize = Disk not resized
    .meaning = The storage driver could not resize a disk.
    .cause = Too little room, often on the target of a replication whose source has grown.
    .remedy =
        { step-free }
        { step-grow }
smb = SMB share not usable
    .meaning = The SMB share could not be mounted, unmounted or used.
    .cause = The server does not answer, or user, password or rights are wrong.
    .remedy =
        { step-way }
        Try user, password and rights on the host: `smbclient //SERVER/SHARE -U DOMAIN/USER -c ls`; correct them on the server, or reconnect the SR with the right ones
        { step-replug }
pv-ids = One volume group on several devices
    .meaning = LVM sees several SCSI ids for the physical volumes of one group.
    .cause = A LUN is presented under more than one id, or was copied.
    .remedy =
        Do not write to it before this is corrected: `pvs -o pv_name,vg_name` and `ls -l /dev/disk/by-scsid` on the host show the ids; present the LUN once, under one id, on the storage
dns = Name of the storage server not resolved
    .meaning = The host could not find the address of the storage server.
    .cause = The name service was unreachable for a moment, or is configured wrong.
    .remedy =
        { step-again }
        Check the DNS of the host: `getent hosts NAME`, `cat /etc/resolv.conf`; in XO the host, tab Network, the DNS servers of the management interface
vdi-missing = Disk missing on the storage
    .meaning = XAPI knows the disk, the storage does not have it.
    .cause = It was deleted outside of XAPI, or the storage lost it.
    .remedy =
        { step-keep }
        { step-rescan }
        { step-restore }
xapi-talk = Storage driver lost the toolstack
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
    .meaning = Checking a path to the storage gave an I/O error.
    .cause = The storage or a path to it fails.
    .remedy =
        { step-way }
        { step-smlog }
try-again = Storage busy
    .meaning = The storage is not available right now and asks to try again.
    .cause = Something else is running on it.
    .remedy =
        { step-again }
sm-general = General storage failure
    .meaning = The storage driver failed in a way that has no number of its own.
    .cause = The text gives more detail, for instance that a volume could not be deactivated.
    .remedy =
        { step-again }
        { step-smlog }
        { step-support }
fist-point = Test hook hit
    .meaning = A test hook of the storage driver is switched on.
    .cause = It is for developers and has no place on a production host.
    .remedy =
        Have the hook removed: `ls /tmp/fist_*` on the host, `rm` the file; the next operation works
leaf-grew = Merge put off
    .meaning = A leaf grew while the garbage collector was about to merge it; the collector tries again later.
    .cause = The VM writes much. No backup fails because of it.
    .remedy =
        { step-once }
vbds-changed = Disks of the VM changed meanwhile
    .meaning = Disks were plugged in or out while the operation ran.
    .cause = Someone changed the VM during its backup.
    .remedy =
        { step-again }
multipath = Multipath failure
    .meaning = The multipath service is down, or a path or device is missing.
    .cause = Cables, switches, or the service on the host.
    .remedy =
        { step-way }
        Check the service and its paths on the host: `systemctl status multipathd`, `multipath -ll` (all paths active ready)
tapdisk-running = Disk process already running
    .meaning = A second process tried to serve the same disk.
    .cause = An old one was left behind.
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
    .cause = A licence that ended or does not include it.
    .remedy =
        Renew the licence (`xe host-list params=name-label,edition,license-params`), or use another kind of SR: New, Storage in XO
drive-empty = Optical drive empty
    .meaning = The drive of the VM has no medium.
    .cause = The ISO that was inserted is gone.
    .remedy =
        Eject the CD of the VM: in XO the VM, tab Console or Disks, "Eject", or `xe vm-cd-eject uuid={ $vm }`
cbt-activate = Changed block tracking not switched on
    .meaning = The storage could not keep track of changed blocks. XO goes on without it.
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
    .cause = Rights, a full file system, or a share that became read only.
    .remedy =
        On the host: `df -h /run/sr-mount/{ $sr }` and `touch /run/sr-mount/{ $sr }/x && rm /run/sr-mount/{ $sr }/x`; correct rights, space or export on the storage until it works
        { step-replug }
wipefs = Old signatures not wiped
    .meaning = The device of a new SR could not be wiped.
    .cause = The device is in use; no backup does this.
    .remedy =
        Check that the device is the right one and not in use: `lsblk`, `wipefs -n /dev/disk/by-id/…` (reads only), `pvs`
driver-crash = Storage driver crashed
    .meaning = The storage driver stopped with an error that it does not know itself.
    .cause = A bug, or a condition that nobody foresaw; the text names its type.
    .remedy =
        { step-again }
        { step-smlog }
        Report it to the maker of the driver with those lines; `rpm -qa | grep -i sm` on the host names the versions
zfs = ZFS SR not created or deleted
    .meaning = A ZFS SR could not be created or deleted.
    .cause = The pool or its folder; no backup does this.
    .remedy =
        { step-smlog }
linstor = LINSTOR (XOSTOR) failure
    .meaning = LINSTOR refused a configuration, a creation or a deletion.
    .cause = A node is unreachable, or the cluster has too little room.
    .remedy =
        See the state of the cluster: `linstor node list` (all Online), `linstor resource list` (all UpToDate), `linstor error-reports list` on the host of the controller; in XO the SR, tab XOSTOR
        { step-smlog }
large-block = Large-block device failure
    .meaning = The loop device or volume group of a large-block SR could not be connected.
    .cause = The device changed or was not released.
    .remedy =
        { step-replug }
        { step-smlog }
sr-other = Storage failure with a number that is not listed
    .meaning = The storage driver failed. This program does not know this number.
    .cause = A driver of a third party, or a newer version.
    .remedy =
        Read the text after the number: it often says what is wrong; the driver: `xe sr-param-get uuid={ $sr } param-name=type`
        { step-again }
        { step-smlog }
        { step-support }
vdi-gone = Image of the disk gone from the SR
    .meaning = XAPI knows the disk { $vdi }, and the SR no longer finds its image. Running the job again does not help.
    .cause = The image was deleted outside of XAPI, the SR was reconnected with other contents, or the storage lost it. On the target of a replication: the replica's disk is gone.
    .remedy =
        Rescan: in XO open the SR and click "Rescan all disks", or `xe sr-scan uuid={ $sr }` on the pool's master; see whether `xe vdi-list uuid={ $vdi } params=missing,managed` still says `missing: true`
        On the target of a replication: delete the replica VM in XO; the next run makes a full one
        On a source: keep all backups of this VM, and restore the disk from the newest one: Backup, Restore
        Look for the file on the storage before anything is forgotten: `ls /run/sr-mount/{ $sr } | grep { $vdi }` (file SR) or `lvs | grep { $vdi }` (LVM) on the host
vdi-relinking = Disk is being pointed to its new parent
    .meaning = The garbage collector has merged an image and points its children to the new parent; until that is done the disk cannot be used.
    .cause = The operation met the last moments of a merge, or the collector was interrupted there.
    .remedy =
        { step-again }
        { step-rescan }
        If it stays for an hour: { step-smlog }
linstor-no-room = LINSTOR has no room for another volume
    .meaning = LINSTOR (XOSTOR) found no place for the volume of the snapshot on as many nodes as it must lie on. The backup was refused; the VM goes on.
    .cause = The storage pools of the nodes are full or promised to other volumes: thick volumes take their whole size. Or a node is unreachable, so too few are left.
    .remedy =
        See what is free on each node: `linstor storage-pool list` on the host of the controller; and `linstor node list`: all must be Online
        { step-free }
        { step-grow }
        Look for volumes that nobody needs: `linstor resource list`, beside the disks that XO shows on the SR
image-unreadable = Chain of the image cannot be read
    .meaning = The storage manager asked `qemu-img` or `vhd-util` for the chain of this image ({ $vdi }), and could not read it. Snapshots of this disk fail, and the garbage collector meets the same error: it may stop merging for all disks of the SR.
    .cause = The file or one of its parents cannot be opened: rights on the NFS server, a lock that another host holds, a file that is gone, or a damaged image. "Operation not permitted" and "Permission denied" come from the file system.
    .remedy =
        On the host try what the storage manager did: `qemu-img info -U --backing-chain /run/sr-mount/{ $sr }/{ $vdi }.qcow2`; it names the parent that cannot be read
        Look at the files: `ls -la /run/sr-mount/{ $sr }`: all belong to root and can be read; on the NFS server the export has `no_root_squash`
        See whether the garbage collector stumbles over it: `grep -A 5 -i exception /var/log/SMlog` on the pool's master
        While the VM is shut down: `qemu-img check /run/sr-mount/{ $sr }/{ $vdi }.qcow2` (reads only); restore the disk from backup if it is damaged
        { step-rescan }
nfs-mount-point = Stale mount point on the host
    .meaning = The host could not make the folder to mount the SR at, because something is there already (error 17: exists): a mount that is stale or hangs. The NFS server is not the cause.
    .cause = The SR was detached while the server was unreachable, or the host could not unmount it.
    .remedy =
        On that host: `findmnt | grep sr-mount` and `ls /run/sr-mount`; a command that hangs shows the stale mount
        Take it away while no VM of this SR runs there: `umount -l /run/sr-mount/{ $sr }`, then `rmdir /run/sr-mount/{ $sr }` (it must be empty)
        { step-replug }
        If it still hangs: move the VMs of this host away and restart it: in XO the host, "Disable", then "Reboot" (`xe host-evacuate uuid=…`, `xe host-reboot uuid=…`)

## XAPI

other-operation = Another operation runs
    .meaning = The VM or disk is busy with another operation.
    .cause = Two jobs, a migration or manual work on the VM collided.
    .remedy =
        { step-again }
        { step-apart }
not-allowed = Operation not allowed now
    .meaning = XAPI does not allow the operation in this state.
    .cause = A disk is being copied, changed block tracking was requested on a snapshot, or someone blocked the operation on the VM.
    .remedy =
        Wait for what runs on this VM: in XO menu Tasks, or `xe vm-param-get uuid={ $vm } param-name=current-operations` (empty when done)
        Look at the blocked operations of the VM and ask who set them: `xe vm-param-get uuid={ $vm } param-name=blocked-operations`, in XO the VM, tab Advanced
sharable = Shared disk
    .meaning = A disk that several VMs share cannot be snapshotted.
    .cause = The disk is marked as sharable.
    .remedy =
        { step-exclude }
        Back its contents up from inside the VM; `xe vdi-param-get uuid={ $vdi } param-name=sharable` shows the mark
on-boot-reset = Disk that is reset at boot
    .meaning = A disk that is reset at each boot cannot be used like this.
    .cause = The disk is set to `on-boot: reset`.
    .remedy =
        { step-exclude }
        Set it to `persist`, if its contents matter, while the VM is off: `xe vdi-param-set uuid={ $vdi } on-boot=persist`; what the VM writes then stays
vdi-not-available = Disk not available to high availability
    .meaning = The state file of high availability could not be attached.
    .cause = The storage of high availability is unreachable.
    .remedy =
        { step-way }
vdi-not-managed = Operation on a hidden image
    .meaning = An operation was requested on a base copy.
    .cause = A bug in the program that asked.
    .remedy =
        { step-update-xo }
        Report it with the log of the run: in XO Backup, Logs, the run, "Report a bug"
vdi-read-only = Disk is read only
    .meaning = A write was requested on a read-only disk.
    .cause = The disk or its SR is marked read only.
    .remedy =
        Check the disk: `xe vdi-param-get uuid={ $vdi } param-name=read-only`; take the mark away with `xe vdi-param-set uuid={ $vdi } read-only=false` if nobody set it on purpose, or choose another target SR
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
    .meaning = The operation found a disk whose type changed meanwhile.
    .cause = Two clean-ups of snapshot data collided.
    .remedy =
        { step-again }
        { step-update-xo }
no-cbt-metadata = No changed block tracking
    .meaning = XO asked for the changed blocks of a disk that does not track them.
    .cause = Tracking was switched off, or the disk was moved.
    .remedy =
        Switch changed block tracking on for the disk (in XO the VM, tab Disks, "CBT", or `xe vdi-enable-cbt uuid={ $vdi }`), or off for the whole job: edit it, Advanced settings, "Purge snapshot data when using CBT"
        { step-again }
cbt-enabled = Changed block tracking is in the way
    .meaning = The disk cannot be migrated while it tracks changed blocks.
    .cause = A job with changed block tracking works on it.
    .remedy =
        Switch changed block tracking off for this disk (`xe vdi-disable-cbt uuid={ $vdi }`, in XO the VM, tab Disks, "CBT"), migrate, switch it on again (`xe vdi-enable-cbt`); the next backup of it is a full one
size-limits = Disk too large or too small
    .meaning = The SR does not allow this size.
    .cause = A target with another limit, or a source that was resized.
    .remedy =
        Use another target SR: edit the job in XO (Backup, Overview, Target SRs); the size of the disk: `xe vdi-param-get uuid={ $vdi } param-name=virtual-size`
not-sparse = Disk is not sparse
    .meaning = XO asked for a delta export of a disk that cannot provide one.
    .cause = The format of the disk does not record its empty parts.
    .remedy =
        Use a full backup for this VM: in XO Backup, New, VM backup, "Backup" instead of "Delta backup", or move the disk to an SR with VHD or QCOW2
migration-no-space = No room on the source SR
    .meaning = A storage migration could not start: it begins with a snapshot, and there is no room for it.
    .cause = The SR that the disk is leaving is full.
    .remedy =
        { step-free }
        Or shut the VM down and move its disks offline, which needs no snapshot: in XO the VM, tab Disks, "Migrate VDI", or `xe vdi-copy uuid={ $vdi } sr-uuid=…`
suspend-no-space = No room for the memory of the VM
    .meaning = The SR for suspended VMs has too little room for the memory image.
    .cause = A backup with memory, or a suspend, of a VM with much memory.
    .remedy =
        { step-no-memory }
        Choose another SR for suspended VMs: in XO the VM, tab Advanced, "Suspend SR", or `xe vm-param-set uuid={ $vm } suspend-SR-uuid=…`
too-many-migrations = Too many storage migrations at once
    .meaning = A host sends at most 3 storage migrations at a time.
    .cause = Several migrations or health checks at once.
    .remedy =
        { step-again }
        Run them one after the other: `xe task-list` shows what still migrates
mirror-failed = Mirror of a disk broke
    .meaning = The live copy of a disk stopped.
    .cause = The target is full, or the network broke.
    .remedy =
        { step-space }
        { step-again }
migration-snapshots = Snapshots prevent the migration
    .meaning = A VM with several snapshots, or one with memory, cannot be migrated like this.
    .cause = Limits of older hosts.
    .remedy =
        { step-snapshots }
        Or shut the VM down and migrate it offline: in XO the VM, "Shutdown", "Migrate"
sr-not-attached = SR not connected to the host
    .meaning = The host chosen for the work is not connected to the SR.
    .cause = The SR is disconnected or in maintenance, or the storage cannot be reached.
    .remedy =
        { step-replug }
        { step-way }
vdi-locked = Disk locked by the storage
    .meaning = The storage holds a lock on the disk.
    .cause = Another host uses it, or crashed while it did.
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
    .meaning = The guest could not be quiesced for the snapshot.
    .cause = The volume shadow copies of an old Windows guest.
    .remedy =
        { step-again }
        Take snapshots without quiescing: in XO Backup, Overview, edit the job, Advanced settings, Snapshot mode "Normal"
checkpoint = Snapshot with memory failed
    .meaning = The VM could not be suspended or resumed for a snapshot with memory.
    .cause = Missing or old guest tools, or too little memory.
    .remedy =
        Check at once that the VM runs: in XO the VM, tab Console, or `xe vm-param-get uuid={ $vm } param-name=power-state`; a suspended one goes on with "Resume"
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
    .cause = An edition without this feature, or an expired licence.
    .remedy =
        If the text names `PCI_device_for_auto_update`: `xe vm-param-set uuid={ $vm } has-vendor-device=false` while the VM is off; the snapshot then works. Otherwise renew or change the licence, or do without the feature
gc-no-space = Garbage collector without room
    .meaning = No pending merge fits into the free space of the SR. Chains grow with every backup from now on.
    .cause = The SR is too full.
    .remedy =
        { step-free }
        { step-grow }
        { step-rescan }: that starts the garbage collector
unpause = Disk process could not go on
    .meaning = The disk of a running VM could not be continued after a pause. The VM may hang.
    .cause = The storage failed during a snapshot or merge.
    .remedy =
        Check at once whether the VM still works: in XO the VM, tab Console; one that hangs needs "Force reboot" (`xe vm-reboot uuid={ $vm } force=true`), which is like pulling the plug
        { step-smlog }
        { step-way }
cbt-lost = Changed block tracking lost
    .meaning = The record of changed blocks did not survive a snapshot or a resize. XO makes a full backup instead.
    .cause = Too little room, or a resize.
    .remedy =
        { step-one-full }
no-hardlinks = Storage without hard links
    .meaning = The file system behind the SR does not support hard links, which some merges need.
    .cause = The type of share.
    .remedy =
        Use a share with hard links for this SR: `touch a && ln a b` in `/run/sr-mount/{ $sr }` on the host shows whether it has them; move the disks (in XO the VM, tab Disks, "Migrate VDI")
local-cache = Local cache full
    .meaning = The local cache of a host is full.
    .cause = Disks that are cached on the host.
    .remedy =
        Free space on the SR of the cache (`xe host-list params=name-label,local-cache-sr`, in XO that SR, tab Disks), or switch the cache off: `xe host-disable-local-storage-caching`
method-unknown = The pool does not know this call
    .meaning = XO asked XAPI for something that this version of the host does not have. It fails each time until one of the two is updated.
    .cause = The pool is too old for this XO: changed block tracking, for instance, came with XenServer 7.3.
    .remedy =
        See the version of the pool: in XO the host, tab General, or `xe host-list params=name-label,software-version`
        Update XO, where such a call may have been made optional (XOA: menu XOA, Updates)
        Update the hosts to a version that is supported, the pool's master first: in XO the pool, tab Patches, or `yum update` on each
        Until then use full backups for these VMs, and switch NBD and CBT off in the job: in XO Backup, Overview, edit it
internal-error = Fault inside XAPI
    .meaning = The toolstack of the host failed in a way that it has no code for; the text in brackets comes from its program.
    .cause = A fault of XAPI, an XO and a host whose versions do not fit together (`Expected bool, got …`), or a broken connection between hosts.
    .remedy =
        { step-again }
        Read the log of the pool's master around that time: `grep -A 20 -i 'internal_error\|backtrace' /var/log/xensource.log`
        { step-toolstack }
        Update XO and the hosts; report it with those lines if it comes back: in XO the pool, tab Patches; XOA: menu XOA, Updates
task-destroyed = Task of the host vanished
    .meaning = XO waited for a task of XAPI that is no longer there, so its result is unknown.
    .cause = The toolstack was restarted, the pool got another master, or XO lost the connection and reloaded the pool.
    .remedy =
        { step-again }
        If it comes back, see whether the toolstack restarts by itself: `grep -i 'starting up\|xapi.*exit' /var/log/xensource.log` on the pool's master
        Look for leftovers of the operation: tasks in XO (menu Tasks), VMs named `[Importing…` on the target
no-hosts = No host can run the VM
    .meaning = No host of the pool has what the VM needs (memory, its SRs and networks, the right kind of processor), so it was not started. In a restore test the backup itself exists; it is only not proven.
    .cause = Too little free memory, an SR that only some hosts reach, or hosts in maintenance.
    .remedy =
        Ask XAPI for the reason of each host: `xe vm-assert-can-be-recovered` or `xe diagnostic-vm-status uuid={ $vm }` on the pool's master
        Free memory, or choose another SR for the restore test: edit the job, the schedule, "Health check SR" (in XO Backup, Overview)
        Test fewer or smaller VMs: mark them with a tag and enter it in the schedule (in XO Backup, Overview, edit the job)
host-memory = Host has too little free memory
    .meaning = The host has less free memory than the VM needs to start. In a restore test the backup itself exists; it is only not proven.
    .cause = Other VMs use the memory, or several restore tests run at once.
    .remedy =
        See what is free: `xe host-list params=name-label,memory-free-computed` on the pool's master
        Run the test when fewer VMs run, on another pool's SR ("Health check SR" in the schedule), or for smaller VMs only (tags in the schedule); in XO Backup, Overview, edit the job
        Lower the memory of VMs that need less: the VM, tab Advanced
bad-power-state = VM in another power state
    .meaning = The operation needs the VM in another state: running, stopped or suspended.
    .cause = Someone started or stopped the VM during its backup; or an offline backup or a snapshot with memory found it in another state.
    .remedy =
        See the state: `xe vm-list uuid={ $vm } params=name-label,power-state`
        { step-again }
        Keep scripts and schedules that start or stop VMs away from the time of the backup: in XO menu Jobs, Overview, lists XO's own
shutdown-timeout = VM did not shut down in time
    .meaning = An offline backup asks the VM to shut down; its operating system did not do so in time, or ended in another state.
    .cause = Updates that are installed at shutdown, a program that delays it, or missing guest tools.
    .remedy =
        Shut the VM down by hand once and see what holds it up: `xe vm-shutdown uuid={ $vm }`
        Install or update the guest tools: the VM, tab General shows whether they run
        Use a backup that does not shut the VM down: edit the job, Advanced settings, "Offline backup" off
sign-in-failed = Sign in to the pool refused
    .meaning = The pool's master did not accept the user or password that XO has for it, the user lacks a right, or the address leads to a host that is not the master (`HOST_IS_SLAVE`).
    .cause = The password of root was changed, or another host became master.
    .remedy =
        In XO: Settings, Servers: re-enter user and password, and the address of the current master; the server then shows as connected
        See which host is master: `cat /etc/xensource/pool.conf` on any host (`master`, or `slave:` with its address)
host-away = Host away or disabled
    .meaning = The host chosen for the work is off, still starting, disabled, or out of reach of the pool's master.
    .cause = Maintenance, a restart, or the management network between the hosts.
    .remedy =
        See which host: `xe host-list params=name-label,enabled,address` on the pool's master
        Enable it when it is back: in XO the host, "Enable", or `xe host-enable uuid=…`
        From the master: `ping` its address, and `xe-toolstack-restart` on that host if it is up and does not answer (running VMs keep running)
infrastructure = Task or session ended
    .meaning = The task was cancelled, or the session of XO with the pool ended.
    .cause = Someone cancelled the task, the toolstack was restarted, or the connection broke.
    .remedy =
        { step-again }
        See in XO, Settings, Servers, that the pool is connected
operation-blocked = Operation blocked on the VM
    .meaning = Someone, or XO, forbade this operation on the VM; the reason stands in the text where one was given.
    .cause = Protection against deletion or shutdown is on, a replica has its start blocked on purpose, or a backup that was interrupted left its block on migration behind.
    .remedy =
        See what is blocked: `xe vm-param-get uuid={ $vm } param-name=blocked-operations`
        In XO the VM, tab Advanced: protection from accidental deletion or shutdown; ask who set it
        Take a leftover of a backup away when no backup runs: `xe vm-param-remove uuid={ $vm } param-name=blocked-operations param-key=migrate_send` (and `pool_migrate`); the VM can be migrated again then
import-failed = Import refused by the host
    .meaning = The host could not import the VM or disk: a replication or restore failed.
    .cause = The stream ended too early or is damaged (`IMPORT_ERROR_PREMATURE_EOF`, `…_SOME_CHECKSUMS_FAILED`), the target lacks room, or the target host is older than the source.
    .remedy =
        Look at the free space of the target SR: `xe sr-list params=name-label,physical-size,physical-utilisation`
        For check sums: try another restore point, and run a restore test of the newest one (in XO Backup, Restore, the VM)
        Compare the versions of both hosts: `xe host-list params=name-label,software-version`
        { step-again }
restore-network = Network of the VM not available
    .meaning = The host cannot give the VM its network: a restore test, a restored VM or a replica does not start.
    .cause = The network of the source does not exist in this pool, or its interface (PIF) is missing or unplugged on this host.
    .remedy =
        Compare the networks of the host: in XO the host, tab Network, or `xe pif-list host-uuid=… params=network-name-label,currently-attached`
        Choose a network of this pool for the restored VM: in XO the VM, tab Network
        Plug the interface again: `xe pif-plug uuid=…`; `currently-attached` is true then
restore-duplicate = Restored object exists already
    .meaning = The pool already has an object with this id or address, so the restore would create a second one.
    .cause = The VM is restored with its old id or MAC addresses while the first one is still there, or an SR with this UUID is known.
    .remedy =
        Restore it as a new VM: in XO Backup, Restore, without "Keep UUID" or "Keep MAC addresses"; the new VM appears beside the old one
        See what holds the id: `xe vm-list uuid={ $vm }`, `xe sr-list uuid={ $sr }`; delete it only if it is the broken one that you replace (in XO the VM, tab Advanced)
pool-restore = Pool metadata cannot be restored
    .meaning = The host could not write or restore the metadata of a pool (its database).
    .cause = The backup comes from another version of the host, names network interfaces that this host lacks, or the file is damaged.
    .remedy =
        Compare the versions: `xe host-list params=software-version` against the version that the backup names; install that one first
        Try what would be restored without changing anything: `xe pool-restore-database file-name=FILE dry-run=true` on the host
        Take an older backup of the metadata: in XO Backup, Restore, Metadata
too-busy = Host too busy
    .meaning = The host refused the operation because too many run at once.
    .cause = Several jobs, migrations or exports at the same time.
    .remedy =
        { step-again }
        Move jobs apart, and lower their concurrency: edit the job, Advanced settings
        See what runs: `xe task-list` on the pool's master
lacks-feature = VM without the guest tools for this
    .meaning = The operation needs guest tools that the VM does not have or that are too old: a clean shutdown, a suspend, a snapshot with memory.
    .cause = Offline backups and snapshots with memory ask for them.
    .remedy =
        Install or update the guest tools in the VM; in XO the VM, tab General shows their version
        Use a plain snapshot: edit the job, Advanced settings, "Offline backup" and "Memory" (checkpoint) off
snapshot-of-wrong = Disk cannot be plugged in: it counts as in use
    .meaning = XAPI refuses to attach the disk, because it considers it in use. This stops the start of a VM, no backup: running a job again changes nothing.
    .cause = The disk is plugged in elsewhere (a control domain, another VM), a crashed host still counts as its user, or its record is wrong: a disk that is no snapshot and yet names one in `snapshot-of`, itself for instance.
    .remedy =
        See who has it: `xe vbd-list vdi-uuid={ $vdi } params=uuid,vm-name-label,currently-attached`
        Look at its record: `xe vdi-param-list uuid={ $vdi }`: for a disk `is-a-snapshot` is false and `snapshot-of` is `<not in database>`
        If it names itself or another disk: have the record corrected by support; before that do not delete "snapshots" of this VM, one of them may be the disk in use; `xe vdi-param-get uuid={ $vdi } param-name=snapshot-of` shows whether it is right
        If only a crashed host holds it: `/opt/xensource/sm/resetvdis.py single { $vdi }` on the pool's master, while no host uses the disk; the VM starts then
object-invalid = Object gone or of another kind
    .meaning = What the job names no longer exists, or it is something else: a template, a snapshot, a control domain.
    .cause = The VM, SR or snapshot was deleted, or its pool is not connected.
    .remedy =
        Search the id in XO (Home, VMs); if it is not there, take it out of the job: Backup, Overview, edit
        See in Settings, Servers, that all pools are connected
vm-start-failed = Host could not start the VM or attach a device
    .meaning = The host did not bring the VM up, or a disk could not be attached or detached in time. In a restore test the backup itself exists; it is only not proven.
    .cause = A missing or damaged boot loader in the VM, a setting of the VM that this host does not have, or a busy device.
    .remedy =
        Start it by hand and look at its console: the VM, tab Console
        Read the log of its host: `grep -iE 'error|failed' /var/log/xensource.log`, and `/var/log/daemon.log`
        { step-again }
migration-refused = Not possible with this VM or in this state of the pool
    .meaning = XAPI refused the operation because of the VM's devices or because of what the pool is doing: an update, high availability.
    .cause = Devices that are passed through, an unfinished update, or a high-availability plan that would no longer hold.
    .remedy =
        Finish the update of all hosts: `xe host-list params=name-label,software-version`
        Take the device away from the VM, or leave the VM out of this operation: in XO the VM, tab Advanced, or `xe vm-param-list uuid={ $vm }` shows it
        { step-again }
vdi-attached-dom0 = Disk still plugged into a control domain
    .meaning = A disk or snapshot of the VM is still plugged into a control domain (dom0) after an export. While it is, its snapshot cannot be purged or deleted, and the backup of this VM fails.
    .cause = An earlier export was interrupted, or the host has not released it yet.
    .remedy =
        { step-detach }
        { step-again }
        If it comes back at once: `xe-toolstack-restart` on the host that has it (running VMs keep running), then disconnect it again
cbt-metadata-base = Base of the delta holds only the list of changes
    .meaning = The last snapshot was purged, so only its list of changed blocks (CBT metadata) is left. A delta from that needs NBD and a usable list; one of them was missing, and XO tries again with a full backup.
    .cause = NBD could not be used, changed block tracking was reset, or a disk of the VM is plugged into a control domain.
    .remedy =
        See how the VM ended: XO tries again with a full backup: in XO Backup, Logs
        See that NBD works: { step-nbd-purpose }
        { step-detach }
        If it happens each time, switch "Purge snapshot data when using CBT" off: edit the job, Advanced settings
cbt-disabled = Changed block tracking is off
    .meaning = The job uses changed block tracking, and the disk does not track its changes: XO reads the whole disk or makes a full backup.
    .cause = It was switched off for a migration, the SR does not support it, or the disk is new.
    .remedy =
        Switch it on: in XO the VM, tab Disks, CBT, or `xe vdi-enable-cbt uuid={ $vdi }`; the backup after the next one is a delta again

## XO and its backup repositories

unhealthy-vdi-chain = XO skipped the VM to protect its chains
    .meaning = XO took no snapshot, so no backup was made: more images of this VM are waiting to be merged than the one per disk that XO accepts. The VM itself keeps running.
    .cause = Snapshots were deleted and the storage has not merged them yet: it had no time (a short interval, busy disks), no room (a full SR), merging is switched off, or a chain is broken. Or hidden images were left behind, for instance when a host was restarted during a backup.
    .remedy =
        Wait: the storage merges by itself; in XO the SR, tab Advanced, lists the disks to coalesce. When it is empty the next run passes
        { step-rescan }
        See that the SR has enough free space, since merges need room first: `xo-health sr` shows how much, `xe sr-list uuid={ $sr } params=physical-size,physical-utilisation` what is there
        Delete snapshots that nobody needs (in XO open the SR, tab "Disks"), then wait for the merges: right after a deletion there is more to merge, not less
        Run the job at longer intervals if merges never end in time: in XO Backup, Overview, edit the job, its schedule
        If no snapshot is there and nothing merges: shut the VM down, copy it in full (in XO the VM, "Copy", not a fast clone), start the copy, and delete the old VM when all is well; the service is down while it copies, and the next backup is a full one
    .note = It is often said that 30 snapshots of a VM are the cause. XO skips long before that limit: what counts is what waits to be merged. A copy of the VM helps only as a full copy: a fast clone shares the chain.
already-running = The job is already running
    .meaning = The job was due to start before its previous run had ended. This run did nothing; the previous one continues.
    .cause = The run takes longer than the interval: disks have grown, storage or network are slow, or several schedules, a sequence or a person start the same job.
    .remedy =
        { step-once }
        Look whether the run before is stuck: in XO Backup, Logs, the run that is "pending", and menu Tasks; `xo-health jobs` shows what its runs take
        Change the schedule: in XO Backup, Overview, edit the job, longer intervals or times when nothing else runs
        Split the job (Backup, New, with a part of the VMs), or leave out disks that need not be saved (`[NOBAK]` in the name: in XO the VM, tab Disks)
    .note = It is often said that the new run is skipped: XO reports it as a failure. Where the interval between runs no longer suffices because the disks have grown, no storage setting helps, only fewer runs or less data.
proxy-already-running = The proxy already runs this job
    .meaning = The XO proxy is still running this job.
    .cause = xo-server was restarted while the proxy kept working.
    .remedy =
        Wait until the proxy is done: in XO Backup, Logs, or `journalctl -u xo-proxy` on its VM
        Restart the proxy if it never ends: `systemctl restart xo-proxy` on its VM (in XO menu Proxies); what it runs is interrupted, the next run starts over
no-vms = No VM matches the job
    .meaning = The job selects no VM, so nothing was done.
    .cause = Tags or states that no VM has now, or a pool that is not connected.
    .remedy =
        Check that all pools are connected: in XO Settings, Servers
        Check the filter of the job (tags, power state, pools) or switch its schedule off: in XO Backup, Overview, edit; the page lists the VMs that match
no-disks = No disks to save
    .meaning = The VM has no disk to save.
    .cause = All its disks carry `[NOBAK]`, or it has none.
    .remedy =
        Take `[NOBAK]` off the name of a disk that must be saved: in XO the VM, tab Disks; the next run saves it in full
        { step-job-vms }
no-xapi = VM unknown or its pool not connected
    .meaning = XO cannot reach the VM: it no longer exists, or its pool is not connected.
    .cause = The VM was deleted and still stands in the job, or the connection to the pool is lost.
    .remedy =
        Check that the pool is connected in XO: Settings, Servers
        { step-job-vms }
no-repository = No backup repository usable
    .meaning = None of the job's repositories could be opened, so nothing was saved.
    .cause = The repository is disabled, its server or share cannot be reached, or its credentials are wrong.
    .remedy =
        { step-test-repository }
        Enable it there if it is disabled, and correct server, share, user or password (edit); from the machine of XO `ping SERVER` and `nc -zv SERVER 2049` (NFS) or 445 (SMB) succeed
repository-timeout = Backup repository does not answer
    .meaning = The repository did not answer in time.
    .cause = Server or network are slow or away.
    .remedy =
        { step-test-repository }
        { step-next-run }
vm-migrating = VM is being migrated
    .meaning = A VM is not backed up while it migrates.
    .cause = A migration, maybe by load balancing, met the backup.
    .remedy =
        { step-next-run }
own-copy = The job would back up its own copies
    .meaning = The job selected a VM that it made itself.
    .cause = The filter of a smart job matches replicated VMs, too.
    .remedy =
        Exclude the copies in the filter of the job: in XO Backup, Overview, edit, tags "Excluded", `Continuous Replication` or `Disaster Recovery`; the list of VMs on that page no longer shows them
worker-exited = Backup process died
    .meaning = The process that ran the backup ended before its time.
    .cause = Mostly too little memory: the system killed it.
    .remedy =
        Look for the reason on the machine of XO: `dmesg -T | grep -i "out of memory"`, `journalctl -u xo-server --since today`
        Give XO more memory (shut its VM down, tab Advanced, Memory, start it; `free -m` shows it), or run fewer VMs at once: edit the job, Advanced settings, Concurrency
locked = Backup folder is locked
    .meaning = Another run holds the VM's folder in the repository.
    .cause = Another job saves the same VM, old backups are being merged, or a run that failed has not let go yet.
    .remedy =
        { step-next-run }
        { step-apart }
repository-full = Backup repository full
    .meaning = The disk of the backup repository is full: this is not the SR of the VM.
    .cause = Retention is too long for its size, full backups came unexpectedly, or old backups are left.
    .remedy =
        Look at its free space: in XO Settings, Remotes, or `df -h /run/xo-server/mounts/*` on the machine of XO
        Delete backups that nobody needs, in XO: Backup, Restore
        Lower the retention of the jobs: in XO Backup, Overview, edit, the schedules, "Backup retention"; the next run deletes what is beyond it
        Enlarge the share on its server, or use another repository: in XO Settings, Remotes, New, then edit the job; its first backup there is a full one
repository-access = Backup repository cannot be written
    .meaning = The system refused access to a file of the repository.
    .cause = Rights on the share, or a share that is mounted read only.
    .remedy =
        { step-test-repository }
        See the rights on the machine of XO: `ls -ld /run/xo-server/mounts/*`, `findmnt -T { $path }` (`ro` is read only); correct export, user or rights on the server (`no_root_squash` or a user that may write)
repository-io = I/O error
    .meaning = Reading or writing failed on the device below.
    .cause = A disk, a path or a share fails; a stale NFS mount.
    .remedy =
        { step-restore-test }
        Check disks and file system of the repository on its server: `dmesg -T | tail`, `smartctl -a /dev/sdX`; on the machine of XO `dmesg -T | grep -iE "nfs|cifs"`
connection-lost = Connection lost
    .meaning = The other side closed the connection, or did not answer.
    .cause = Host, XO or network were restarted or overloaded.
    .remedy =
        { step-next-run }
        If it comes back, check the way from the machine of XO: `ping -c 20 HOST` (no loss), `nc -zv HOST 443`, and firewalls or VPNs that drop long connections
        { step-xo-log }
prune-failed = Old snapshots not removed
    .meaning = XO could not remove the snapshots of earlier runs: they pile up, towards the chain limit. The disk of such a snapshot is plugged into a VM that is not its snapshot, or into two VMs; XO then deletes nothing, to be safe.
    .cause = Someone attached the disk of a backup snapshot to a VM to look into it, or made a VM from it; or the record of a disk names a wrong snapshot. A disk in a control domain is another error.
    .remedy =
        See which VMs have the disks of the snapshots: in XO the VM, tab Snapshots, then the SR, tab Disks, or `xe vbd-list vdi-uuid={ $vdi } params=uuid,vm-uuid,vm-name-label,currently-attached` for each of them
        Detach the disk from every VM that is not the snapshot itself: `xe vbd-unplug uuid=…` (while the VM runs), then `xe vbd-destroy uuid=…`; the disk stays, the list then names the snapshot alone
        { step-again }; the snapshots of earlier runs are gone then
        { step-snapshots }
offline-retention = Settings exclude each other
    .meaning = An offline backup cannot keep snapshots.
    .cause = `offlineBackup` and a snapshot retention are both set.
    .remedy =
        Set the snapshot retention to 0 (in XO Backup, Overview, edit, the schedules), or switch "Offline backup" off there, Advanced settings
proxy-undefined = Proxy failed without a reason
    .meaning = The XO proxy reported a failure without saying which.
    .cause = The proxy lost its connection or was restarted.
    .remedy =
        Read the log of the proxy: `journalctl -u xo-proxy --since today` on its VM
        { step-next-run }
interrupted = Run interrupted
    .meaning = XO stopped while the job ran: how far it got is unknown. What had not finished was not saved.
    .cause = xo-server was restarted, updated or crashed.
    .remedy =
        Run the job again, which removes what was left behind: in XO Backup, Overview, the start button of its schedule; Backup, Logs shows how it ends
        Update and restart XO only while no backup runs: Backup, Logs shows none as "pending"
        { step-xo-log }
all-targets-failed = All targets failed
    .meaning = No target of the VM's backup could be written; the errors inside say why.
    .cause = See the errors that it names.
    .remedy =
        See to the errors inside first: in XO Backup, Logs, the run, the VM, each target has its own
writer-dropped = A target was given up
    .meaning = One target failed and was not used for the rest of the run; the other targets continue.
    .cause = See the error that it names.
    .remedy =
        See to the error inside first: in XO Backup, Logs, the run, the VM, its warnings
        Do not count on this target for this run: Backup, Restore shows which restore points are there
retried = Tried again
    .meaning = The backup of the VM failed and was tried again; what counts is how it ended.
    .cause = See the error that it names.
    .remedy =
        { step-once }
fell-back-to-full = Full backup instead of a delta
    .meaning = XO could not make a delta, so it saved everything. That takes more time and room; nothing is lost.
    .cause = The snapshot that the delta starts from is gone or not usable, or the target has no full backup to build on.
    .remedy =
        Expect more time and space for this run: in XO Backup, Logs shows its size; the next one is a delta again
        Do not delete snapshots that XO made for the job: in XO the VM, tab Snapshots, `[XO Backup …]`
forced-full = Full backup by caution
    .meaning = XO made a full backup, because the older QCOW2 backups may be damaged.
    .cause = They were made before a bug in XO was repaired.
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
    .cause = The SR or the type of the disk does not support it, or there is no room.
    .remedy =
        { step-once }
no-suspend-vdi = Memory of the suspended VM missing
    .meaning = The VM is suspended and its memory image cannot be reached, so it is not in the backup.
    .cause = The image lies on an SR that is unreachable, or was deleted.
    .remedy =
        Resume the VM or shut it down before the next backup: in XO the VM, "Resume" or "Shutdown", or `xe vm-resume uuid={ $vm }`
incomplete-backup = Incomplete backup in the repository
    .meaning = A backup in the repository lacks files; XO removes such backups.
    .cause = An earlier run was interrupted, or someone deleted files.
    .remedy =
        { step-restore-test }
        Delete backups in XO only (Backup, Restore, the VM, "Delete backups"), never files of a repository by hand
broken-backup-chain = Broken backups in the repository
    .meaning = Backups in the repository cannot be read: something they build on is missing or damaged.
    .cause = Files were deleted by hand, or the repository's storage has failed.
    .remedy =
        { step-restore-test }
        { step-full }
        Check the storage of the repository on its server: `dmesg -T | tail`, `smartctl -a /dev/sdX`, a check of its file system
backup-leftovers = Leftovers in the repository
    .meaning = XO found leftovers of an earlier run and cleans them up.
    .cause = An earlier run was interrupted.
    .remedy =
        { step-once }
no-xapi-pool = Pool not connected
    .meaning = XO is not connected to the pool, so its metadata was not saved.
    .cause = The connection to the pool is lost or switched off, or the pool was removed from XO.
    .remedy =
        In XO open Settings, Servers, and connect the pool; it then shows as connected
        Take the pool out of the job if it is gone: Backup, Overview, edit the metadata job
health-check-not-started = Restore test: the test VM was not up in time
    .meaning = The backup itself was made. Then XO restored it as a test, and the test VM did not start, or did not report its guest tools, within the limit (10 minutes by default): this restore point is not proven. XO shows the VM as failed because of it.
    .cause = A slow SR for the test, too little memory on its host, no guest tools in the VM (without them no test can pass), or a system that does not boot.
    .remedy =
        Restore the VM by hand without starting it (Backup, Restore), start it and look at its console
        Install guest tools in the source VM; in XO its tab General shows them
        Choose a faster SR or a longer time: edit the job, the schedule, "Health check SR" and the timeout (in XO Backup, Overview)
        Delete a test VM that was left behind: its name begins with the source's and it carries the tag `xo:no-bak=Health Check`
health-check-script = Restore test: the script in the VM reports a failure
    .meaning = The backup itself was made and the test VM ran; the check script inside it reported a failure or nothing at all.
    .cause = The service in the VM does not come up without its network (test VMs have none), or the script is wrong.
    .remedy =
        Run the script in the source VM, and in a restored copy without network: in XO Backup, Restore, the VM, then tab Network of the copy, before it is started
        See what it reported: `xe vm-param-get uuid={ $vm } param-name=xenstore-data`
xo-fault = Fault in the program of XO
    .meaning = XO hit a case that its program does not handle: a fault in XO, not in your storage. The trigger is often a leftover of an earlier run.
    .cause = A leftover or half-deleted snapshot of the job, a damaged entry in the repository, or a half-finished update of XO.
    .remedy =
        Update XO, and restart it while no backup runs (XOA: menu XOA, Updates; from the sources: `git pull`, `yarn`, `yarn build`, `systemctl restart xo-server`)
        Look for leftovers on the VM: tab Snapshots, `[XO Backup …]` or `xo-backup-temp-snapshot-name`; delete them while no backup runs, the next run is a full one
        Report it to XO with the log of the run: Backup, Logs, the run, "Report a bug", and `journalctl -u xo-server` around that time
report-not-sent = Report could not be sent
    .meaning = XO could not send the report of a run. This says nothing about the backup itself.
    .cause = Wrong host, port, user or password of the mail server, a sender that it refuses, or a certificate that XO does not trust.
    .remedy =
        Look at the run itself: in XO Backup, Logs
        Correct the mail server: Settings, Plugins, transport-email, then "Test plugin" there; the mail must arrive
        Enter recipients: Settings, Plugins, backup-reports, or in the job, "Report recipients"
xo-database = XO's own database not available
    .meaning = XO keeps its settings in Redis and its logs in its own files, and could not read or write them. Until that is repaired, jobs may not start and runs may not be recorded.
    .cause = The disk of the machine of XO is full, or Redis (Valkey) is stopped.
    .remedy =
        See whether the disk is full: `df -h / /var/lib/xo-server /var/lib/redis` on the machine of XO; make room, `df` then shows it
        Start the database: `systemctl restart redis-server` (or `redis`, `valkey`); `redis-cli ping` answers PONG
        Restart XO while no backup runs: `systemctl restart xo-server`; then look in Backup, Logs what did not run
client-gone = A browser or script disconnected
    .meaning = A browser or a script that was connected to XO disconnected while XO was sending it something. This says nothing about the backup.
    .cause = A closed tab, a computer that went to sleep, or a reverse proxy that closes idle connections.
    .remedy =
        Look at the run itself: in XO Backup, Logs
        If pages of XO stop updating: let the reverse proxy pass WebSockets and keep them open (`proxy_read_timeout` of nginx), then reload the page
target-not-opened = Target could not be opened or locked
    .meaning = Before the backup, XO opens the VM's folder in the repository, locks it and cleans it up. That failed, so nothing was saved there; no snapshot was taken for it yet.
    .cause = The repository is not mounted or cannot be written, or another job or a merge holds the folder.
    .remedy =
        { step-test-repository }
        Look for another job that saves the same VM, or a merge that is still running: Backup, Logs, and menu Tasks
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
    .cause = No room on the target, a broken connection, or a disk that the host could not read.
    .remedy =
        Open the run in XO (Backup, Logs, the VM): the task `transfer` below `export` names the error; copy the log with its button and give it to `xo-health explain`
        Look at the free space of the target: Settings, Remotes, or the SR
        { step-xo-log }
target-clean = Clean-up on the target failed
    .meaning = After the transfer XO removes old backups and merges them. That failed: the new backup may be there, but old ones pile up.
    .cause = A lock, missing rights to delete, a damaged backup, or a repository that became unreachable.
    .remedy =
        See whether the new backup is there: Backup, Restore, the VM
        { step-test-repository }
        { step-xo-log }
target-health-check = Restore test failed
    .meaning = The backup was made, and its test restore failed: the restore point is not proven.
    .cause = The SR of the test has no room, or the test VM did not start.
    .remedy =
        Open the run in XO (Backup, Logs): the task `health check` names the error
        Restore the VM by hand to see whether it works: Backup, Restore
still-running = Run without an end for more than a day
    .meaning = According to the log this run is still in progress, for far longer than a backup takes. As long as XO counts it as running, it refuses every further start of the job.
    .cause = A transfer that hangs (storage, network, a host that no longer answers), or a log that was never closed.
    .remedy =
        See whether something still moves: in XO menu Tasks, and the network graph of the XO VM
        Cancel the task of the host that hangs: menu Tasks, or `xe task-list` and `xe task-cancel uuid=…` on the pool's master
        If nothing moves: `systemctl restart xo-server` (XOA: menu XOA, Support, restart) while no other job runs; the run then shows as interrupted, and the next one starts
        `xo-health jobs` shows what this job's runs take (XOH-503)
nothing-recorded = Success without a record of any VM
    .meaning = The log calls the run a success, but it records no task of a VM although VMs were planned: it does not prove that anything was saved.
    .cause = XO dropped the tasks of old runs (after 31 days) and computes the status without them, the job has no target that can be used, or its snapshot retention is 0.
    .remedy =
        Look whether there are restore points of that day: Backup, Restore, the VM
        See that the job has a repository or SR that is enabled and a retention above 0: Backup, Overview, edit
masked = XO does not show the error
    .meaning = XO hides the text of an internal error from users who are no administrators.
    .cause = Any error inside XO or XAPI.
    .remedy =
        Look as an administrator: Settings, Logs shows the error with its text
        { step-xo-log }
job-not-runnable = XO refuses to run the job
    .meaning = XO did not start the job: something in it is missing or invalid, the plan of this XO does not include the feature, or XO runs in degraded mode.
    .cause = Settings that no longer fit together after an import or update, an expired trial, or credentials that XO cannot decrypt.
    .remedy =
        Open the job in XO and save it again: Backup, Overview, edit; the page marks what is missing
        See the plan: menu XOA, Licenses
        { step-xo-log }
snapshot-not-found = Snapshot of the job gone
    .meaning = The snapshot that this run needed no longer exists.
    .cause = Someone or another job deleted it while the backup ran.
    .remedy =
        { step-again }
        Do not delete snapshots named `[XO Backup …]` while a job runs; move jobs on the same VM apart
backup-unreadable = Description of a backup cannot be read
    .meaning = A file in which XO describes a backup is damaged or empty, or an answer was not in the form that XO expects.
    .cause = A run that was interrupted, a full repository, or a host older than XenServer 6.5 for deltas.
    .remedy =
        Find the file that the message names and look whether it is empty: `ls -la` on the machine of XO, in `/run/xo-server/mounts/ID/xo-vm-backups`
        Run the job again; the clean-up before it removes what is not whole (in XO Backup, Overview, the start button of its schedule)
        { step-update-xo }
proxy-failed = XO proxy not reachable
    .meaning = XO could not reach the proxy that runs this job, so the result of the run is unknown.
    .cause = The proxy's VM is off or being updated, or TCP 443 to it is closed.
    .remedy =
        In XO: menu Proxies, "Test" the proxy
        Start its VM, or update it there ("Upgrade"): in XO menu Proxies
        Read its log: `journalctl -u xo-proxy` on its VM

## Backup repositories

repository-quota = Quota of the backup repository used up
    .meaning = The quota of the share, or of the user that XO writes with, is used up (error number 122, `EDQUOT`). `df` may show free space all the same.
    .cause = The NAS limits a share or a user, and backups, or stale files have reached the limit.
    .remedy =
        Look at the quota on the NAS: the share's and the user's, snapshots of the NAS included: `quota -s` and `df -h` there
        Raise it, or delete backups that nobody needs in XO: Backup, Restore, the VM, "Delete backups"
        Write as XO does: `dd if=/dev/zero of=/run/xo-server/mounts/ID/quota-test bs=1M count=100 && rm /run/xo-server/mounts/ID/quota-test`; no error means that it works again
repository-stale = Stale mount of the backup repository
    .meaning = The share that XO has mounted is no longer the one on the server (error number 116, `ESTALE`). XO cannot reach files there until the share is mounted again.
    .cause = The NFS server was restarted, its export was moved or restored, or a cluster of storage failed over.
    .remedy =
        In XO open Settings, Remotes: disable the repository and enable it again, then "Test"; that mounts the share again
        If it stays: `umount -l /run/xo-server/mounts/ID` on the machine of XO while no backup runs, then enable it again
file-too-large = File too large for the repository
    .meaning = The file system or object store of the repository does not accept a file of this size.
    .cause = A full backup is one file for each VM: FAT32 ends at 4 GiB, ext3 at 2 TiB, S3 at 5 TiB.
    .remedy =
        Use a delta backup with "Store backup as multiple data blocks" on the repository: Settings, Remotes, edit; the next backup is a full one
        Or use a repository with another file system (`stat -f -c %T PATH` shows which it has)
repository-missing = Root of the backup repository not there
    .meaning = XO looked for the folder of its backups at the root of the repository and did not find it: the share is not mounted, or it is another one.
    .cause = The share could not be mounted (server unreachable, export renamed), it was mounted empty, or someone moved the folder `xo-vm-backups`.
    .remedy =
        In XO open Settings, Remotes: "Test" this repository; it must report that reading and writing work
        On the machine of XO: `findmnt -T { $path }` shows whether the share is mounted there; disable and enable the repository to mount it again
        Look on the server whether the folder `xo-vm-backups` is still there; if it was moved, move it back before the next run, or every VM begins with a full backup
temporary-file-missing = Temporary file of the transfer gone
    .meaning = A backup is written to a file whose name begins with a dot and renamed at the end; that file, or the folder for it, was not there. This backup was not saved.
    .cause = The share became unreachable during the transfer, another program cleans up hidden files (synchronisation, antivirus, the NAS), or two XO write to one repository.
    .remedy =
        "Test" the repository in XO: Settings, Remotes
        See that nothing else works in this share: no synchronisation, no antivirus, no second XO: `lsof +D FOLDER` on the NAS names what has files open there
        { step-again }
block-missing = Part of a backup missing in the repository
    .meaning = A backed-up disk in the repository ({ $path }) lacks a file or a block. This restore point and those that build on it cannot be trusted.
    .cause = A merge of old backups was interrupted, files were deleted outside of XO, or the storage of the repository lost them.
    .remedy =
        Do not delete anything by hand; let XO begin a new chain: run the job once with "Force full backup" (edit the schedule) and see that it ends well: in XO Backup, Overview
        Check by a restore test which older backups are usable: Backup, Restore, the VM, "Restore health check"
        Then delete the broken restore points in XO: Backup, Restore, the VM, "Delete backups"
        Check the storage of the repository (its own log, `dmesg` on the server)
file-missing = File missing
    .meaning = A file that should exist is missing: { $path }.
    .cause = In a repository: it was deleted outside of XO, by a second XO or by the rules of the storage, or its share is not mounted.
    .remedy =
        Look whether the share is mounted and the file is there: `ls -la { $path }` on the machine of XO
        { step-test-repository }
        { step-again }
file-exists = File exists already
    .meaning = XO tried to create a file that already exists: { $path }.
    .cause = A run that was interrupted left it behind, or two jobs, proxies or XO write to the same folder.
    .remedy =
        See that only one XO and no second proxy uses this repository: Settings, Remotes on each of them
        { step-again }; the run cleans up what is left behind
        If the name begins with a dot and no backup runs, move the file away: `mv { $path } /tmp/`
folder-busy = File or folder in use
    .meaning = Something else holds a file or folder of the repository: { $path }.
    .cause = Another backup or a merge works there, the NAS or an antivirus reads it, or an NFS or SMB client did not release it.
    .remedy =
        { step-again }
        See who holds it: `lsof +D { $path }` on the machine of XO, the list of open files on the NAS
        Exclude the share from antivirus and synchronisation on the NAS: `lsof +D FOLDER` there names what holds it
folder-not-empty = Folder not empty
    .meaning = XO could not remove a folder of an old backup, because something is still in it: { $path }. The new backup is not affected.
    .cause = An NFS client keeps a deleted file open (`.nfs…`), the NAS puts its own files there (`@eaDir`, `.snapshot`), or another process writes there.
    .remedy =
        Look what is in it: `ls -la { $path }` on the machine of XO
        Switch the NAS's indexing off for this share, so it puts nothing there: `ls -la FOLDER` then shows XO's files alone
        { step-next-run }
repository-unsupported = Repository's file system cannot do this
    .meaning = XO asked for something that the file system of the backup repository does not do or does not allow: { $path }.
    .cause = A folder lies where a file should be, names are too long, or the share (FUSE, some NAS, old SMB versions) does not support the call. A proxy or container may be in between.
    .remedy =
        Look what is there: `ls -la { $path }` and `stat -f -c %T { $path }` on the machine of XO
        { step-test-repository }
        Use another version or kind of share: in XO Settings, Remotes, edit, "Custom mount options" (`vers=3.0` for SMB, `vers=4.1` or `vers=3` for NFS); "Test" must report that reading and writing work
        { step-xo-log }
out-of-files = Too many open files
    .meaning = The process has as many files or connections open as the system allows.
    .cause = Many VMs or disks at once, or files that a bug leaves open.
    .remedy =
        Run fewer VMs at once: in XO edit the job, Advanced settings, Concurrency
        Raise the limit on the machine of XO: `systemctl edit xo-server`, `[Service]`, `LimitNOFILE=65536`, then `systemctl restart xo-server` while no backup runs; `grep files /proc/$(pgrep -o -f xo-server)/limits` shows it
out-of-memory = Out of memory
    .meaning = A process needed more memory than the machine has.
    .cause = XO, or the control domain of a host, has too little memory for its VMs and jobs.
    .remedy =
        On the machine of XO: `dmesg -T | grep -i 'out of memory'` and `free -m`
        Give XO more memory (4 GiB at least, 8 GiB from about 100 VMs): shut its VM down, change the memory in the tab Advanced, start it
        { step-concurrency }
mount-failed = Backup repository cannot be mounted
    .meaning = The machine of XO could not mount the share of the repository, so nothing can be saved there.
    .cause = The server is unreachable, the export or share has another name, the machine of XO is not allowed (`access denied`), user or password are wrong, the protocol version does not match, or `nfs-common` or `cifs-utils` are not installed.
    .remedy =
        See what the server exports: `showmount -e SERVER` (NFS) or `smbclient -L //SERVER -U USER` (SMB) on the machine of XO
        Try the mount as XO does: `mount -t nfs SERVER:/EXPORT /mnt` or `mount -t cifs //SERVER/SHARE /mnt -o username=USER`; its message names the reason
        Correct the repository in XO: Settings, Remotes, edit (options such as `vers=3` or `vers=3.0` belong into "Custom mount options"), then "Test"
        Missing tools: `apt install nfs-common cifs-utils`
smb-credentials = SMB share refuses the user
    .meaning = The SMB server does not accept the user or password, or the user may not do this on the share.
    .cause = The password was changed or has expired, the account is locked, or rights on the share or folder are missing.
    .remedy =
        Try the same user: `smbclient //SERVER/SHARE -U DOMAIN/USER -c ls` on the machine of XO
        Re-enter user and password in XO: Settings, Remotes, edit, then "Test"
        Let the user write on the server: rights of the share and of the folder: `smbclient //SERVER/SHARE -U USER -c 'mkdir x; rmdir x'` must succeed
smb-share = SMB server failed or lost the session
    .meaning = The SMB server ended the session, does not know the share, or lacks a resource.
    .cause = The share was renamed, the server was restarted or is overloaded, or the SMB version does not match.
    .remedy =
        { step-test-repository }
        See that the share exists: `smbclient -L //SERVER -U USER`
        Read the event log of the server around that time: on Windows `Get-WinEvent -LogName Microsoft-Windows-SMBServer/Operational`
        { step-again }
s3-parts = Object storage: too many parts
    .meaning = A file that is sent to object storage is split into at most 10,000 parts; this one needs more, so the backup of this VM fails each time.
    .cause = A full backup of a large VM (from about 50 GB on with parts of 5 MiB) with an XO that does not choose larger parts.
    .remedy =
        Update XO: newer versions choose the size of the parts by that of the disk (XOA: menu XOA, Updates)
        Or use a delta backup: on object storage it is kept in many small blocks, so the limit does not matter: in XO Backup, New, VM backup, "Delta backup"
        Or switch compression on for this full backup, if that makes it small enough: edit the job, Compression (in XO Backup, Overview)
s3-credentials = Object storage refuses the key
    .meaning = The object store does not accept the access key or its secret, or the key lacks the right to do this in the bucket.
    .cause = The key was changed or deleted, its policy lacks a right (list, read, write, delete), or the bucket is locked.
    .remedy =
        Re-enter key and secret in XO: Settings, Remotes, edit, then "Test"
        Give the key `s3:ListBucket`, `s3:GetObject`, `s3:PutObject`, `s3:DeleteObject` and `s3:AbortMultipartUpload` on the bucket
s3-bucket = Bucket not found at this address
    .meaning = The object store does not have this bucket, or it lies in another region.
    .cause = Name, endpoint or region of the repository in XO are wrong, or the bucket was deleted.
    .remedy =
        Correct bucket, host and region in XO: Settings, Remotes, edit, then "Test"
        See that the bucket exists: `aws s3api head-bucket --bucket NAME --endpoint-url URL`
s3-busy = Object storage overloaded
    .meaning = The object store could not serve the request in time or asks for fewer requests.
    .cause = Too many requests at once, or a fault at the provider.
    .remedy =
        { step-next-run }
        Run fewer VMs at once: edit the job, Advanced settings, Concurrency; or limit the speed there ("Max export rate")
        Look at the state page of the provider if it comes back, of AWS `https://health.aws.amazon.com`
s3-clock = Clock of XO differs from that of the object store
    .meaning = The object store refuses requests whose time differs by more than 15 minutes from its own.
    .cause = The clock of the machine of XO is wrong.
    .remedy =
        On the machine of XO: `timedatectl`; switch synchronisation on with `timedatectl set-ntp true`; "System clock synchronized: yes" shows that it works
s3-upload = Upload to object storage not completed
    .meaning = The object store no longer has parts of the upload, or they arrived damaged. This backup was not saved.
    .cause = A rule of the bucket removes unfinished uploads too early, or the connection damages data.
    .remedy =
        Look at the lifecycle rules of the bucket: unfinished uploads must live longer than the longest backup: `aws s3api get-bucket-lifecycle-configuration --bucket …`
        { step-again }
s3-locked = Backup protected against changes
    .meaning = The object or file may not be changed or deleted before its time, or lies in an archive class that has to be restored first.
    .cause = Immutability or an object lock lasts longer than the retention of the job, or a rule moved backups to an archive class.
    .remedy =
        Make the protection shorter than the retention of the job, or keep more backups: `aws s3api get-object-lock-configuration --bucket …` shows the one, XO Backup, Overview, the job, the other
        Take backups out of rules that move objects to an archive class: `aws s3api get-bucket-lifecycle-configuration --bucket …` lists them
s3-unsupported = Object storage does not know this request
    .meaning = The object store does not support something that XO asks of it.
    .cause = A product that speaks only a part of S3, or a change in the library that XO uses (check sums of uploads).
    .remedy =
        Update the object store, and XO (XOA: menu XOA, Updates)
        Ask its maker for the compatibility with the AWS SDK for JavaScript, version 3; `npm ls @aws-sdk/client-s3` in XO's folder shows the exact one
encryption = Backup repository cannot be decrypted
    .meaning = The key in XO does not match the data of the repository.
    .cause = The key was changed or entered wrongly, or the repository holds backups that were made without encryption or with another key.
    .remedy =
        Enter the right key: Settings, Remotes, edit, "Encryption key", then "Test"; the key has 32 characters
        Never change the key of a repository with backups in it: use a new, empty folder for a new key: in XO Settings, Remotes, "New file system remote"
vhd-footer = Backed-up disk damaged: its two footers differ
    .meaning = A VHD file contains its footer twice, and in this file in the repository the two differ: a merge or a transfer of it was interrupted. The old chain of this disk is damaged; a full backup that was made after it is good.
    .cause = XO, its merge worker or the repository stopped during a merge of old backups. As long as the file is there, every later run reports it and counts as failed.
    .remedy =
        See that a full backup of this VM ended well after it ("Backup fell back to a full"), or run one: edit the schedule, "Force full backup"; both in XO Backup, Overview and Logs
        Prove it: Backup, Restore, the VM, "Restore health check" of the newest backup
        Update XO: newer versions repair or remove such files (XOA: menu XOA, Updates)
        Then remove the old chain in XO: Backup, Restore, the VM, "Delete backups", those before that full backup; the next run must end without this message
vhd-damaged = Backed-up disk damaged or incomplete
    .meaning = A disk image that XO received or reads in the repository is not valid: it is damaged, or only a part of it arrived.
    .cause = The export of the host ended too early, a merge was interrupted, or the storage of the repository returned wrong data.
    .remedy =
        { step-full }
        Check by a restore test which restore points are usable: Backup, Restore, the VM, "Restore health check"
        Delete the broken ones in XO: Backup, Restore, the VM, "Delete backups"
        Check the storage of the repository: `dmesg` on its server, a check of its disks and file system
root-disk-missing = Chain of backups without its full backup
    .meaning = The oldest part of a chain of backups, the full one that all others build on, is not in the repository. These restore points cannot be restored.
    .cause = It was deleted outside of XO, a merge was interrupted, or only a part of the repository was copied.
    .remedy =
        { step-full }
        Look for a copy of the repository that still has the file before you delete the others: `find FOLDER -name '*.vhd'` on each
delta-base-missing = Base of the delta missing
    .meaning = The base of the delta is gone: the previous replica on the target, the previous backup in the repository, or the snapshot on the source.
    .cause = Someone deleted it, or an earlier run failed after removing it.
    .remedy =
        { step-full }
        In a replication delete the leftover replica on the target and the job's snapshot on the source first: in XO the VM, tab Snapshots, `[XO Backup …]`
        Do not delete snapshots and replicas that XO made: in XO the VM, tab Snapshots, those are named `[XO Backup …]`
service-unavailable = Backup repository switched off or not answering
    .meaning = XO does not use this repository now: it is disabled, deleted, or an earlier access failed and XO waits before it tries again.
    .cause = See the error that came first.
    .remedy =
        { step-test-repository }
        Enable it there if it is disabled; choose another repository in the job if it was deleted: in XO Settings, Remotes; Backup, Overview, edit the job

## Restores

file-restore-disk = File restore: the backed-up disk cannot be opened
    .meaning = To restore single files XO opens the disk of the backup on its own machine (FUSE, older versions: `vhdimount`), and that failed. The backup itself may be good: restoring the whole VM does not need this.
    .cause = `vhdimount` or FUSE are missing on the machine of XO, its container may not use `/dev/fuse`, the path of the repository is not absolute, or a file of the backup's chain is gone.
    .remedy =
        Restore the whole VM under another name and take the files from it: in XO Backup, Restore, the VM
        Install what is missing on the machine of XO (not on an XOA, which has it): `apt install fuse3 libfuse2 lvm2 libvhdi-utils`; `ls -l /dev/fuse` and `vhdimount -V` then answer; give a container `--device /dev/fuse --cap-add SYS_ADMIN`
        See that the file that the message names is there: `ls -la { $path }` on the machine of XO; if it is not, try another restore point
        { step-restore-test }
file-restore-lvm = File restore: LVM or RAID inside the disk cannot be opened
    .meaning = The disk of the backup holds an LVM volume group (or a software RAID), and the machine of XO could not activate it. The backup itself is not affected: restoring the whole VM does not need this.
    .cause = `lvm2` is missing on the machine of XO, the volume group has the same name as one of that machine (`ubuntu-vg`, `rl`, `debian-vg`), it spreads over several disks of the VM, or XO runs in a container that may not create devices.
    .remedy =
        Restore the whole VM under another name and take the files from it: in XO Backup, Restore, the VM
        On the machine of XO: `vgs -o vg_name,vg_uuid` lists its own groups; if the name is the same, rename the group of the XO machine (`vgrename UUID NEWNAME`, then its boot configuration), or use an XOA, which has none
        Install what is missing: `apt install lvm2`; `pvs --version` then answers
        A group over several disks, or a RAID (`linux_raid_member`), cannot be opened from one backed-up disk: restore the VM
file-restore-partition = File restore: partition cannot be opened
    .meaning = XO opened the disk of the backup, but its own machine could not mount this partition or volume. The backup itself is not affected: restoring the whole VM does not need this.
    .cause = A file system that the machine of XO does not know (encrypted, ZFS, BitLocker, Windows dynamic disk, newer XFS), swap or a partition without a file system, a file system that was not clean at the moment of the snapshot, or no free loop device (containers).
    .remedy =
        Choose another partition of the list: boot, swap and LVM partitions hold no files by themselves
        Restore the whole VM under another name and take the files from it: in XO Backup, Restore, the VM
        See on the machine of XO what it can mount: `cat /proc/filesystems`, `losetup -f`; install `ntfs-3g`, `xfsprogs` or `btrfs-progs`, then choose the disk again
metadata-unusable = Backup of metadata not written or not usable
    .meaning = A backup of pool metadata, or of the configuration of XO, could not be written, listed or read back. Backups of VMs are not affected.
    .cause = A file of it is missing or truncated (`metadata.json`, `data`, `data.json`), it was written by another version of XO, the repository was moved, or its pool was not reachable.
    .remedy =
        Take another one: in XO Backup, Restore, Metadata, choose an older date
        See that its files are there: `ls -la` of the folder `xo-config-backups` or `xo-pool-metadata-backups` in the repository
        Save the metadata again: in XO Backup, Overview, start the metadata job; the new entry is then listed under Restore, Metadata
        Save the pool's database by hand: `xe pool-dump-database file-name=FILE` on the pool's master, and the configuration of XO: Settings, Config, "Download current config"

## Connections

own-address = XO connects to itself
    .meaning = XO tried to reach a host or a repository at an address of its own machine ({ $address }), where nothing answers. This is a setting, not a passing fault: waiting does not help.
    .cause = The address of the server in XO's settings, or a proxy in its configuration, is `localhost` or `127.0.0.1`; or the name of the pool's master resolves to it (`/etc/hosts`).
    .remedy =
        In XO open Settings, Servers, and enter the address of the pool's master; the server then shows as connected
        On the machine of XO check what a name resolves to: `getent hosts NAME`; correct `/etc/hosts` or the DNS server
        Look for a proxy in the configuration of XO: `grep -rn proxy /etc/xo-server/`
private-address = Private address cannot be reached from XO
    .meaning = XO could not connect to { $address }, an address inside a private network. If every VM fails like this, the address is wrong for XO or the way to it is closed: a setting, and waiting does not help.
    .cause = XAPI answers with the address that the host has in its own network: behind NAT, in another site or behind a firewall XO cannot reach it. Or the host is switched off, or its toolstack is being restarted.
    .remedy =
        On the machine of XO try the address: `curl -skI https://{ $address }/`; an answer of any kind means that the network path is open
        If nothing answers although the host is up: open a route, a VPN or the firewall (TCP 443, and 10809 for NBD) from XO to all hosts of the pool, not to the master alone: `nc -zv HOST 443` on the machine of XO must succeed
        Behind NAT: run an XO proxy inside that network, and choose it for the server (Settings, Servers) and for the job
        If only one host fails: `xe host-list params=name-label,address,enabled` on the pool's master shows whether it is up
http-timeout = No data for too long during a transfer
    .meaning = The host sent nothing for 5 minutes, so XO gave up the transfer. It usually happens again in each run: the next run alone does not help.
    .cause = A full backup with compression (zstd, gzip) of a disk with much free space: while the host compresses zeros, nothing leaves it. Less often an overloaded control domain, or a slow SR.
    .remedy =
        Switch the compression of the job off: in XO Backup, Overview, edit the job, Compression "Disabled"
        Or use a delta backup with NBD for these VMs: free blocks are skipped there: in XO Backup, New, VM backup, "Delta backup", Advanced settings, NBD
        Or raise the limit on the machine of XO: write `[xapiOptions]` and `httpInactivityTimeout = 1800000` (30 min) into `/etc/xo-server/config.httpInactivityTimeout.toml`, then `systemctl restart xo-server` while no backup runs
        Inside the VM, discard its free space (`fstrim -av` on Linux) and see whether the next run gets further
host-slow = Host does not answer in time
    .meaning = XO asked for a disk or sent a request, and the host did not begin to answer within the limit (5 minutes by default).
    .cause = The control domain of the host is overloaded or short of memory, the disk cannot be attached quickly (a slow SR, many images), or too many exports run at once.
    .remedy =
        Look at the load of the host's control domain: `xentop`, `free -m` and `top` on the host while a backup runs
        Run fewer VMs at once: in XO edit the job, Advanced settings, Concurrency
        Give the control domain more memory: in XO the host, tab Advanced, "Control domain memory"; it needs a restart of the host
        Raise the limit until then: `[xapiOptions]` and `httpInactivityTimeout = 1800000` in `/etc/xo-server/config.httpInactivityTimeout.toml`, then `systemctl restart xo-server`
premature-close = Transfer ended too early
    .meaning = The other side ended the transfer before it was complete. What was written is not a restore point.
    .cause = In a replication mostly the target: its SR is full, or its host stopped the import. In a backup the host that sends (disk not readable, toolstack restarted) or the connection between.
    .remedy =
        Look at the free space of the target first: the SR in XO, tab General (`xe sr-list params=name-label,physical-size,physical-utilisation`), or the repository under Settings, Remotes
        Read the log of the target's host around that time: `grep -iE 'import|error|exception' /var/log/xensource.log`, and `/var/log/SMlog`
        Then the network between both hosts and XO: a firewall or VPN that drops long connections: `ping -c 100 HOST` and `mtr HOST` on the machine of XO show losses
        { step-again }
aborted = Request given up
    .meaning = XO itself ended a request before its answer was complete. That follows another error, or someone cancelled the task.
    .cause = A step beside it failed, so the transfer was no longer needed; or the job was stopped by hand.
    .remedy =
        Look for the error before it in the log of the run: in XO Backup, Logs, the VM; that one counts
        { step-again }
        { step-xo-log }
nbd-aborted = NBD could not be started
    .meaning = XO wanted to read the disk over NBD, could not connect, and gave up the export that it had opened for it. The aborted request is only the end of that.
    .cause = No network of the pool has the purpose NBD, XO cannot reach the host that has the disk on TCP port 10809, or that host has no address in the NBD network.
    .remedy =
        { step-nbd-purpose }
        { step-nbd-port }
        Until then switch NBD off for the job: edit it in XO, Advanced settings, "Use NBD"
nbd-unavailable = No NBD connection to the host
    .meaning = XO could not open a connection for network block devices (NBD) to any host that has the disk. Where the job needs NBD (QCOW2, CBT) the backup fails or becomes a full one.
    .cause = No network of the pool has the purpose NBD, TCP port 10809 of the host that has the disk is closed for XO, or that host has no address in the NBD network.
    .remedy =
        { step-nbd-purpose }
        { step-nbd-port }
        See which host has the disk: the VM's host, for a stopped VM any host of the SR (`xe vdi-list uuid={ $vdi } params=sr-name-label`)
name-not-found = Name not resolved
    .meaning = XO could not find the address that belongs to the name of a host, repository or mail server.
    .cause = The name is wrong or gone (`ENOTFOUND`), or the name service did not answer for a moment (`EAI_AGAIN`).
    .remedy =
        On the machine of XO: `getent hosts NAME` with the name of the message; if nothing comes, correct the name in XO (Settings, Servers or Remotes) or the DNS server
        For `EAI_AGAIN`: `resolvectl status` or `/etc/resolv.conf` shows the DNS server; see that it answers
        { step-again }
certificate = Certificate not trusted
    .meaning = XO does not trust the certificate of the host or repository, so no connection is made. Waiting does not help.
    .cause = The certificate is signed by its own maker or by an authority that XO does not know, it names another address, or a proxy or firewall between both shows its own.
    .remedy =
        For a host: in XO Settings, Servers, switch "Unauthorized certificates" on for this server; XO then no longer checks who answers there
        Better: give the host a certificate of an authority that XO trusts (`xe host-server-certificate-install`), or add the authority on the machine of XO and set `NODE_EXTRA_CA_CERTS` for xo-server
        For an S3 repository: Settings, Remotes, "Allow unauthorized" of this repository
        See what certificate comes: `openssl s_client -connect { $address } </dev/null | openssl x509 -noout -issuer -subject -dates`
certificate-expired = Certificate expired or not yet valid
    .meaning = The certificate of the other side is outside its period of validity.
    .cause = It was not renewed, or the clock of XO or of the host is wrong.
    .remedy =
        Compare the clocks: `date -u` on the machine of XO and on the host
        Renew the host's certificate: in XO the host, tab Advanced, "Install new certificate", or `xe host-emergency-reset-server-certificate` on the host
tls = Encrypted connection not possible
    .meaning = Both sides could not agree on an encrypted connection.
    .cause = The other side does not speak TLS on this port (a wrong port, `http` instead of `https`), or only versions that are too old or too new for XO.
    .remedy =
        Check scheme and port of the address in XO: Settings, Servers or Remotes
        See what the other side speaks: `openssl s_client -connect { $address }`
        For hosts older than XenServer 7.3 set `TLS_MIN_VERSION`-like options only until they are updated: update the host
redirected = The address leads to a web page, not to a host
    .meaning = XO asked XAPI to sign in and was sent to a web page instead: what answers at this address is not a host of the pool.
    .cause = The address of the server in XO leads to XO itself, to a proxy or to another site.
    .remedy =
        In XO open Settings, Servers, and enter the address of the pool's master; the server then shows as connected
        See who answers: `curl -skI https://{ $address }/` on the machine of XO; a host of XCP-ng answers with its own welcome page
http-status = Request refused by the web server of the other side
    .meaning = The other side answered with a status of HTTP instead of data: 401 and 403 mean no right, 404 that what was asked is gone, 5xx that the server itself failed.
    .cause = An export whose disk or session vanished meanwhile, a toolstack that is being restarted, or a proxy between.
    .remedy =
        { step-again }
        Read the log of the host around that time: `grep -iE 'export|import|error' /var/log/xensource.log`
        { step-toolstack }
stream-destroyed = Transfer went on after its end
    .meaning = XO wrote to a transfer that was already closed. Another error closed it.
    .cause = The target or the source failed a moment before.
    .remedy =
        Look for the first error of this VM in the log: in XO Backup, Logs
        { step-again }
        { step-update-xo }

## The storage log

relink-failed = Merge done, but its children could not be re-pointed
    .meaning = The data of the image { $vdi } were merged into its parent; then its children had to be pointed to that parent, and this failed. Nothing is lost, but the chain stays as long as before, and the garbage collector tries the same again and again.
    .cause = A host was restarted or lost the storage in that moment, a volume of a child is not active on this host ("No such file or directory"), or a tapdisk could not be paused.
    .remedy =
        See which disks hang on it: `xe vdi-list params=uuid,name-label,sm-config | grep -B 2 { $vdi }` on the pool's master; children have it as `vhd-parent` or the key `relinking`
        { step-rescan }
        On LVM: `lvscan | grep { $vdi }` shows whether the volumes are there; activate one with `lvchange -ay /dev/VG_XenStorage-{ $sr }/VHD-…`, then rescan
        Keep all backups of these VMs; shut a VM whose disk hangs on it down and start it again: that reopens its chain (in XO the VM, "Shutdown", "Start")
        If the same lines come after the next scan, give them to support; do not delete images by hand, and attach what `xen-bugtool --yestoall` makes on the master
leaf-no-room = No room to merge the last image of a disk
    .meaning = The garbage collector wants to merge the live image of the disk { $vdi } into its parent; for that it takes a snapshot of it first, and the SR has no room for both. The disk stays at two images; that alone does not make XO skip it.
    .cause = The SR is too full. The line names the free space in bytes.
    .remedy =
        { step-free }
        { step-grow }
        Or merge it while the VM is off, which needs less: shut the VM down, `xe host-call-plugin host-uuid=… plugin=coalesce-leaf fn=leaf-coalesce args:vm_uuid=…` on the pool's master
        See that it worked: the SR in XO, tab Advanced, no longer lists the disk to coalesce
merge-no-room = No room for a merge
    .meaning = The garbage collector has images to merge, and the SR has less free space than the merge needs. Chains grow with each backup from now on, until XO skips the VMs or the chain limit is reached.
    .cause = The SR is too full; the line names the image and the free space.
    .remedy =
        { step-free }
        { step-grow }
        { step-rescan }
        `xo-health sr` shows what the largest merge needs
leaf-never-ends = Disk writes faster than it can be merged
    .meaning = The garbage collector merged the live image of the disk { $vdi } in rounds, and each round left as much as the one before: the VM writes faster than the storage merges. It gave up and tries again later. The disk stays at two images, which alone does not make XO skip it.
    .cause = A busy disk, or a slow or overloaded SR.
    .remedy =
        Nothing to do while the chain does not grow: `xo-health sr` shows its depth
        Rescan at a quiet hour: `xe sr-scan uuid={ $sr }` on the pool's master
        Or merge it while the VM is off: shut it down, then `xe host-call-plugin host-uuid=… plugin=coalesce-leaf fn=leaf-coalesce args:vm_uuid=…`; the tab Advanced of the SR no longer lists the disk then
merge-io = Merge stopped by an I/O error
    .meaning = The garbage collector could not read or write an image (disk { $vdi }) while it merged. It repairs the parent and tries again at its next run.
    .cause = The storage or a path to it fails, or an image is damaged.
    .remedy =
        Keep all backups of the VMs on this SR, and see that their last backup can be restored: in XO Backup, Restore, the VM, "Restore health check"
        Look for the disk or path: `dmesg -T | grep -iE 'i/o error|failing path'` on the host, `multipath -ll` for block storage
        { step-check-image }
        { step-rescan }
merge-failed = A merge failed
    .meaning = The garbage collector hit an error while it worked on the disk { $vdi }; it leaves this image out until its next run. The words after EXCEPTION are the reason.
    .cause = A command of the storage failed, an image is damaged, or XAPI refused to pause a disk.
    .remedy =
        Read the lines before it of the same process: `grep -B 30 -i exception /var/log/SMlog` on the pool's master; the last command with `FAILED` is the cause
        { step-check-image }
        { step-rescan }
        { step-support }
collector-off = Garbage collector switched off for this SR
    .meaning = Someone switched the garbage collector or its merges off on the SR { $sr }; nothing is merged there until it is switched on.
    .cause = A setting from an earlier repair that was never taken back.
    .remedy =
        See the switch: `xe sr-param-get uuid={ $sr } param-name=other-config` (`gc`, `coalesce`, `leaf-coalesce`)
        Take it away: `xe sr-param-remove uuid={ $sr } param-name=other-config param-key=gc` (or `coalesce`, `leaf-coalesce`), after you know why it was set
        { step-rescan }
collector-not-here = Garbage collector does not run on this host
    .meaning = The garbage collector was started on a host that is not the master of the SR, or that is not connected to it. On that host it does nothing.
    .cause = A shared SR is merged on the pool's master only; the master is not connected, or has just changed.
    .remedy =
        See that the pool's master is connected: `xe pbd-list sr-uuid={ $sr } params=host-uuid,currently-attached`
        Read SMlog on the pool's master instead: `xe pool-list params=master` names it
        { step-replug }
collector-lock = Garbage collector waits for a lock
    .meaning = Another operation holds the lock of the SR { $sr } for more than 5 minutes, so the garbage collector gave up this round.
    .cause = A long scan, a snapshot or a delete on a slow or very large SR, or a process of the storage manager that hangs.
    .remedy =
        { step-again }
        See who holds it: `ps axf | grep -E 'sm/|vhd-util|cleanup'` on the pool's master; a process older than an hour hangs
        { step-rescan }
collector-stopped = Merge interrupted, goes on by itself
    .meaning = The garbage collector was stopped in the middle of a merge, by a restart or by an operation that goes before it. The next run finishes or undoes it by its journal.
    .cause = A host that was restarted, an SR that was disconnected, or a disk that was deleted meanwhile.
    .remedy =
        { step-once }
        { step-rescan }
image-damaged = Image on the SR damaged or its parent missing
    .meaning = The storage manager found an image that is damaged, or whose parent is missing (disk { $vdi }). Nothing of its chain can be merged, and on some SRs the scan stops for all disks.
    .cause = Writes that were lost in a failure of storage or power, a full file system, or an image that was deleted by hand.
    .remedy =
        Keep all backups of VMs on this SR; make no snapshot of this disk: in XO Backup, Overview, switch the schedules of their jobs off
        { step-check-image }
        Copy the disk while it can still be read: in XO the VM, "Copy" to another SR (full copy), or restore it from backup
        { step-support }
two-hosts = QCOW2 chain in use on two hosts
    .meaning = An image of a QCOW2 chain can be merged only where all running disks that build on it run on one host; here they run on several, so the merge waits.
    .cause = VMs that were cloned from one template or VM run on different hosts.
    .remedy =
        Move these VMs to one host until it is merged: in XO the VM, "Migrate" (the disks stay where they are)
        Or make them independent: copy a VM in full ("Copy", not a fast clone) and use the copy: in XO the VM, "Copy"
        { step-rescan }
tapdisk-io = I/O error under a running disk
    .meaning = The process that serves the disk { $vdi } of a VM (tapdisk) got an I/O error from the storage (errno 5). The VM sees a failing disk; its file system may turn read only.
    .cause = A disk of the storage, a controller, a cable or a path fails, or the image points to a place that is not there.
    .remedy =
        Keep all backups of the VMs on this SR ({ $sr }): do not let retention delete old ones now: in XO Backup, Overview, switch the schedules off
        Find the failing part: `dmesg -T | grep -iE 'i/o error|failing path|sd[a-z]'` on the host, `smartctl -a /dev/sdX`, `multipath -ll`
        See which VM it is: `xe vbd-list vdi-uuid={ $vdi } params=vm-name-label,device`
        Back the VM up or copy it away once the path is sound, and check its file system: `fsck -n` or `chkdsk` in the guest
tapdisk-full = SR full under a running disk
    .meaning = The process that serves the disk { $vdi } of a running VM could not write, because the SR has no room left (errno 28). VMs on this SR stop writing or see a failing disk.
    .cause = A thin or file SR whose disks have grown beyond what it has.
    .remedy =
        Act at once: free room on the SR { $sr }. Delete what is certainly not needed: snapshots, orphaned disks, ISO files (in XO the SR, tab Disks)
        Pause VMs that write much until there is room: `xe vm-pause uuid=…`
        { step-grow }
        Then check the file systems of the VMs on this SR: `fsck -n` or `chkdsk` in the guest
tapdisk-error = Error of a disk process
    .meaning = The process that serves a VM's disk ({ $vdi }) hit an error; the number after errno names it (2 no such file, 13 permission, 22 invalid, 110 timed out, 116 stale).
    .cause = The storage was unreachable for a moment, a file of the chain is gone, or a host crashed.
    .remedy =
        See whether the VM still works: its console, its file systems: in XO the VM, tab Console
        { step-way }
        { step-smlog }
host-storage-error = The host's kernel reports a storage fault
    .meaning = The host itself could not read or write its storage, or waits for it. What the storage manager and backups report is a consequence.
    .cause = A disk, controller, cable, switch or server fails, or the storage is overloaded.
    .remedy =
        Keep all backups of the VMs on this storage: in XO Backup, Overview, switch the schedules off whose retention deletes old ones
        On the host: `smartctl -a /dev/sdX` for a local disk, `multipath -ll` for block storage, `ping` and `nfsstat -c` for NFS
        Read the log of the storage itself, and `dmesg -T | tail -50` of the host
linstor-controller = LINSTOR controller not reachable
    .meaning = A host could not reach the controller of LINSTOR (XOSTOR), so nothing can be done with the disks of this SR; running VMs keep running.
    .cause = The host with the controller is down or the controller moves to another host, or the storage network is interrupted.
    .remedy =
        See where the controller runs: `systemctl is-active linstor-controller` on each host of the SR; one answers "active"
        See the nodes from there: `linstor node list`; each is "Online"
        { step-way }
        { step-again }
sm-volume-gone = The storage manager misses a volume or file
    .meaning = The storage manager looked for the disk { $vdi } on its SR ({ $sr }) and did not find the volume or file. Operations on this disk fail; a backup of it may too.
    .cause = The SR is not connected on this host, the disk or its snapshot was deleted in between (then it passes), or the image is lost.
    .remedy =
        { step-rescan }
        See whether it exists: `lvs VG_XenStorage-{ $sr }` for LVM, `ls -la /run/sr-mount/{ $sr }` for files; XO shows a lost disk as missing
        { step-replug }
        { step-restore }
sm-no-room = The SR ran out of room
    .meaning = A command of the storage manager failed because the SR ({ $sr }) has no room left: snapshots and merges fail, and on thin or file SRs VMs stop writing.
    .cause = Disks that have grown, snapshots, chains that are not merged yet.
    .remedy =
        { step-space }
        { step-snapshots }
        { step-free }
        { step-grow }
host-full = A host's own disk is full
    .meaning = The host could not write to a file system of its control domain: its log or root partition, or a file SR that has no room left. Imports, exports, snapshots and the toolstack itself fail until there is room.
    .cause = Logs that have grown, ISO images or updates left on the root partition, or a file SR (ext, NFS) that is full.
    .remedy =
        See which one is full: `df -h / /var/log /run/sr-mount/*` on the host that the line comes from
        Free the log partition: `ls -lhS /var/log | head`, then delete old, rotated files (`*.gz`, `*.1`); `df -h /var/log` then shows room
        { step-free }
        { step-toolstack }
sm-io = The storage manager cannot read or write the SR
    .meaning = The host could not read or write the storage of the SR ({ $sr }): an I/O error, a stale or timed-out share, or a path that is gone.
    .cause = The storage or the network to it was unreachable, an NFS export was moved or restored, or a disk fails.
    .remedy =
        { step-keep }
        { step-way }
        { step-replug }
        { step-support }
command-crashed = A command of the storage manager crashed
    .meaning = A command was killed or crashed on the host; a negative number after `rc` is the signal (-6 abort, -9 killed, -11 memory fault). What it worked on is left as it was, or half done: the disk { $vdi }.
    .cause = A fault of the program (`td-util`, `vhd-util`, `tapdisk`, `qemu-img`), a damaged image that it does not survive, or a host without memory that killed it (-9).
    .remedy =
        See whether the host ran out of memory: `dmesg -T | grep -i -E 'killed process|segfault'`
        { step-check-image }
        Update the host, with `yum update blktap sm` and a restart of the host; `rpm -q blktap sm` names the versions
        Report it to XCP-ng with the lines around it, at https://github.com/xcp-ng/xcp/issues; attach what `xen-bugtool --yestoall` makes
sm-login = The storage manager was not let in by XAPI
    .meaning = A storage driver asked XAPI for something with a session that is not valid (any more), and XAPI refused it.
    .cause = The toolstack was restarted while the driver worked, the hosts of the pool run different versions, or the clocks of the hosts differ.
    .remedy =
        { step-again }
        Compare versions and clocks: `xe host-list params=name-label,software-version`, `date` on each host
        { step-toolstack }
sm-exception = The storage driver stopped with an exception
    .meaning = A storage driver hit a case that its program does not handle (`AssertionError`, `KeyError`, …). The operation on the disk { $vdi } or SR { $sr } failed with it.
    .cause = A fault of the driver, a record of XAPI that does not fit the storage (after a crash, a restore of metadata, a file moved by hand), or different versions on the hosts of a pool.
    .remedy =
        { step-rescan }
        { step-again }
        Compare the versions of the hosts: `rpm -q sm blktap` on each; they must be the same
        Report it to XCP-ng with the lines of its stack, at https://github.com/xcp-ng/xcp/issues; attach what `xen-bugtool --yestoall` makes
command-failed = A command of the storage manager failed
    .meaning = The storage manager ran the command in the brackets, and it ended with an error. What that means depends on the command: `lv…` and `vg…` work on volumes, `vhd-util` and `qemu-img` on images, `mount` on shares.
    .cause = See the words of `stderr`, and the lines around it.
    .remedy =
        Read the lines before and after it of the same process (the number in brackets): `grep 'SM: \[PID\]' /var/log/SMlog`
        Run a command that only reads by hand on the host, to see its message: `vhd-util query`, `lvs`, `vgs`, `qemu-img info -U`
        Give these lines to `xo-health explain -` together: the lines before name the disk

## What to collect for a report

collect =
    The log of the run: in XO Backup, Logs, the run, the button that copies or downloads it
    The lines of xo-server around that time: `journalctl -u xo-server --since today > xo-server.log`
    Where storage is named: `/var/log/SMlog` and `/var/log/xensource.log` of the pool's master from that hour
    The versions: of XO (menu About), of the hosts (`xe host-list params=name-label,software-version`), the types of SR and repository
    Take names, addresses and keys out before you publish any of it

## Whether it goes away

temporary-yes = yes: trying again usually works
temporary-maybe = maybe: it depends on the cause
temporary-no = no: someone has to act

## The page of all errors

page-title = Errors
page-intro = Every storage and backup error that xo-health knows: what it means, its usual cause, what to do in order of harm, who acts first, and whether it goes away by itself. `xo-health explain` finds them in a text, a log or a report mail.
page-generated = This page is generated from the catalogue; do not edit it. `cargo xtask codegen` writes it.
page-numbered = Numbered failures of the storage manager
page-xapi = XAPI: disks and SRs
page-hosts = XAPI: hosts and VMs
page-orchestra = Xen Orchestra
page-program = Programs of Xen Orchestra
page-shown = Shown as
page-cause = Usual cause
page-actor = Acts first
page-temporary = Temporary
page-note = Note
page-findings = Findings that report it before
page-sources = Sources
page-repository = Backup repositories
page-transport = Connections
page-restore = Restores
page-storage-log = The storage log
page-object-storage = Object storage
vdi-attached-elsewhere = Disk attached on another host
    .meaning = The storage manager holds a mark that the disk { $vdi } is attached on a host, and refuses it to a second one: two hosts that write would destroy it. Nothing was changed.
    .cause = A host that crashed or lost its network still counts as the disk's user; a backup, a restore test or a control domain has it plugged in; or the VM really runs on another host.
    .remedy =
        See who has it: `xe vbd-list vdi-uuid={ $vdi } currently-attached=true params=uuid,vm-name-label` on the pool's master
        See on which host the mark is: `xe vdi-param-get uuid={ $vdi } param-name=sm-config`; `host_OpaqueRef…` names it, `xe host-list` which hosts are up
        { step-detach }
        Only if that host is certainly off, or no VBD of the disk is attached: `/opt/xensource/sm/resetvdis.py single { $vdi }` on the pool's master; the mark is gone then, and the next run works. Never while a VM uses the disk
encrypted-vhd-file = Backup is a single file, which encryption does not support
    .meaning = The repository is encrypted, and XO met a delta backup that is stored as one VHD file. XO can read encrypted delta backups only in blocks.
    .cause = "Store backup as multiple data blocks" was off when these backups were made, or encryption was switched on for a repository that had backups already.
    .remedy =
        Use a new, empty folder for encrypted backups: in XO Settings, Remotes, "New file system remote", with the key and "Store backup as multiple data blocks" switched on; "Test" must report that reading and writing work
        Choose it in the job: Backup, Overview, edit; the next run makes full backups there
        Keep the old repository with the settings that its backups were written with until they have expired, and take it out of the job; Backup, Restore must list them
sr-forgotten = SR gone from the pool
    .meaning = XO uses a storage repository that XAPI no longer knows: it was forgotten or destroyed, or introduced again under another identity. Each run fails until the job is changed.
    .cause = The SR was removed or recreated; the pool's suspend or default SR points to one that is gone; or XO still shows what it knew before a toolstack restart.
    .remedy =
        See what is there: `xe sr-list params=uuid,name-label` on the pool's master, and compare it with the targets of the job in XO Backup, Overview, edit
        Choose an SR that exists as target, or as "Health check SR" of the schedule; the next run no longer fails
        Look at the pool's own SRs: `xe pool-list params=default-SR,suspend-image-SR,crash-dump-SR`; set one that exists: `xe pool-param-set uuid=… suspend-image-SR=…`
        If the SR is there: in XO Settings, Servers, disconnect and connect the pool, so that XO reads it anew
datapath = State of a disk's connection is wrong on the host
    .meaning = The toolstack's record of how the disk is attached does not fit what was asked for (`Storage_error`, `Illegal_transition`): it counts as attached read only, on another host or not at all.
    .cause = An export or a start that was interrupted, a host that restarted while disks were attached, or a disk that is plugged into a control domain.
    .remedy =
        { step-detach }
        { step-again }
        Look into `/var/log/xensource.log` on the host of the VM: `grep -i storage_error /var/log/xensource.log | tail` names the disk and what was expected
        { step-toolstack }
        Shut the VM down and start it on another host if it stays: in XO the VM, "Shutdown", then "Start on…"; the next run then works
storage-log-calm = No error in this storage log
    .meaning = None of these lines reports an error: in the time that they cover, the storage manager and its garbage collector worked.
    .cause = The fault lies in another hour or on another host (only the pool's master merges), or the merges work and are slower than what the backups leave.
    .remedy =
        Take the hour of the failed run, on the pool's master, the older files too: `zgrep -iE 'exception|error|fail' /var/log/SMlog*`
        See what waits: `xo-health sr`, or in XO the SR, tab Advanced, the disks to coalesce; the list gets shorter while merges go on
        If the same image is merged again and again: back this VM up less often, or merge it offline: shut it down, then `xe host-call-plugin host-uuid=… plugin=coalesce-leaf fn=leaf-coalesce args:vm_uuid={ $vm }`; the tab Advanced then no longer lists it
repository-slow = Repository does not answer in time
    .meaning = XO merged or cleaned old backups in the repository, and one read or write there did not end within its limit (10 minutes by default). The new backup itself may be complete.
    .cause = The storage of the repository is overloaded or stands still for minutes (a scrub, snapshots or deduplication of the NAS, a disk that fails), or too many runs work on it at once.
    .remedy =
        { step-test-repository }
        See what loads it at that hour: `iostat -x 5` on the server of the repository, `nfsiostat 5` on the machine of XO; move scrubs and other jobs away
        { step-concurrency }
        Run the job again: the merge goes on where it stopped: in XO Backup, Overview, the start button of its schedule; Backup, Logs shows `merge` as a success
upgrade-unfinished = Pool in the middle of an upgrade
    .meaning = The hosts of the pool have different versions, so XAPI takes the pool for one that is being upgraded, and refuses snapshots, exports and other operations. It does so in each run until all hosts have the version of the master.
    .cause = An upgrade or an installation of updates that was not finished on every host: one was not updated, or not restarted after it; or a host was updated before the master.
    .remedy =
        Compare the versions: `xe host-list params=name-label,software-version` on the pool's master; in XO the pool, tab Patches, lists what is missing
        Finish the update on each host, the master first, and restart it or its toolstack (`xe-toolstack-restart`); all then show the same `build_number`
        { step-again }
